/** A value that JSON text can hold without loss. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject

/** A JSON object: what the data and the metadata of an event are. */
export type JsonObject = { readonly [key: string]: JsonValue }

/** Deeper than any event needs; it is also how a value that refers to itself is found out. */
const MAX_DEPTH = 100

/**
 * Says in words what keeps a value from being a plain JSON object, or returns undefined when it is one.
 *
 * `JSON.stringify` alone would drop an undefined, turn NaN into null and a Date into text without a word: a fact
 * would be stored that is not the fact the host recorded.
 *
 * @example
 * whyNotJsonObject({ quantity: 1n }) // '.quantity is a bigint'
 */
export function whyNotJsonObject(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ' is not an object'
  const flaw = flawOf(value, 0)
  return flaw !== undefined && flaw.length > 200 ? `...${flaw.slice(-200)}` : flaw
}

/** Reads stored text back; null when the text is not a JSON object. */
export function parseJsonObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    // What JSON.parse returns as an object that is no array holds JSON values only.
    return value as JsonObject
  } catch {
    return null
  }
}

function flawOf(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return undefined
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : ` is ${value}`
  if (value === undefined) return ' is undefined'
  if (typeof value !== 'object') return ` is a ${typeof value}`
  if (depth >= MAX_DEPTH) return ` is nested deeper than ${MAX_DEPTH} levels, or refers to itself`
  return Array.isArray(value) ? flawOfArray(value, depth) : flawOfObject(value, depth)
}

function flawOfArray(list: readonly unknown[], depth: number): string | undefined {
  for (let index = 0; index < list.length; index++) {
    const flaw = flawOf(list[index], depth + 1)
    if (flaw !== undefined) return `[${index}]${flaw}`
  }
  return undefined
}

function flawOfObject(object: object, depth: number): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(object)
  // A prototype without a prototype is Object.prototype, also that of another realm.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    return ` is a ${object.constructor?.name ?? 'class instance'}, not a plain object`
  }
  for (const key of Object.keys(object)) {
    const flaw = flawOf(Reflect.get(object, key), depth + 1)
    if (flaw !== undefined) return `.${key}${flaw}`
  }
  return undefined
}
