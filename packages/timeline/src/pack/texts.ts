/** Texts kept once each: a column holds their numbers. Only ever grows. */
export interface Texts {
  readonly list: string[]
  readonly ids: Map<string, number>
  /** By number: the parts between the gaps of a text that is a pattern, once they were needed. */
  readonly patterns: (readonly string[] | undefined)[]
}

/** The number of no text. */
export const NO_TEXT = -1

export function createTexts(): Texts {
  return { list: [], ids: new Map(), patterns: [] }
}

/** The number of a text, given to it at first use. */
export function textId(texts: Texts, text: string | null): number {
  if (text === null) return NO_TEXT
  const known = texts.ids.get(text)
  if (known !== undefined) return known
  texts.ids.set(text, texts.list.length)
  return texts.list.push(text) - 1
}

/** The text of a number. */
export function textOf(texts: Texts, id: number): string | null {
  return texts.list[id] ?? null
}
