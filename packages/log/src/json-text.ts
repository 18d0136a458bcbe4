import { type JsonObject, parseJsonObject } from './json.ts'

/** One and the same in every copy of this package: a program may hold several, one in a bundle and one beside it say. */
const TEXT = Symbol.for('tidemark.JsonText')

/**
 * A JSON object that is text already: a log stores the text as it is, where it would check and write down an object.
 * Whoever makes one vouches for the text; what is no JSON object is stored all the same and comes back as `rawData`.
 *
 * @example
 * const data = new JsonText('{"quantity":"5"}')
 * await log.append([{ stream: 'item-1', expectedRevision: 'any', events: [{ id: 'm1', type: 'StockReceived', data }] }])
 */
export class JsonText {
  readonly text: string
  #value: JsonObject | undefined

  constructor(text: string) {
    this.text = text
  }

  /** What makes it one: see {@link isJsonText}. */
  get [TEXT](): true {
    return true
  }

  /** What the text says; an empty object when that is no JSON object. */
  get value(): JsonObject {
    this.#value ??= parseJsonObject(this.text) ?? {}
    return this.#value
  }
}

/** Whether an event holds text; where `instanceof` would not know the texts of another copy of this package. */
export function isJsonText(data: unknown): data is JsonText {
  return typeof data === 'object' && data !== null && TEXT in data
}

/** What an event holds, whichever way it was handed in. */
export function jsonObjectOf(data: JsonObject | JsonText): JsonObject {
  return isJsonText(data) ? data.value : data
}
