/** Where the fields of the object that was scanned last stand in its text, by the number of the field. */
export interface Scan {
  /** The fields that are there, a bit each. */
  readonly present: number
  /** Where the quote before the name is. */
  readonly keyAt: Int32Array
  /** Where the value starts and ends; that of a text without its quotes. */
  readonly from: Int32Array
  readonly to: Int32Array
  /** Past the value and its quote. */
  readonly end: Int32Array
}

/** Finds the fields of a flat object in its JSON text; `null` when the text is not plainly that. The next call changes it. */
export type Scanner = (text: string) => Scan | null

/** Bits of a number that can be told apart. */
const MOST_FIELDS = 31

/** What needs more than a look for the next quote: escapes, characters no string may hold, pairs that may be broken. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those that JSON text may not hold
const ODD = /[\\\u0000-\u001f\ud800-\udfff]/

const QUOTE = 34
const COMMA = 44
const BRACE = 123
const END_BRACE = 125

/**
 * A scanner for objects that have only fields of these names, each a text without escapes, but for `nested`, which is an
 * object of such texts. Spaces between them are not plain: what writes movement files writes none.
 *
 * The lines of a file have the same fields in the same order, mostly: each name is first looked for where it was last.
 */
export function scanner(names: readonly string[], nested: string): Scanner {
  if (names.length > MOST_FIELDS) throw new RangeError(`${names.length} fields`)
  const numbers = new Map(names.map((name, number) => [name, number]))
  const keys = names.map((name) => `"${name}":`)
  const nestedField = numbers.get(nested) ?? -1
  const lastOrder: number[] = []
  const columns = () => new Int32Array(names.length)
  const [keyAt, from, to, end] = [columns(), columns(), columns(), columns()]

  const fieldAt = (text: string, at: number, place: number): number => {
    const guess = lastOrder[place] ?? -1
    if (text.startsWith(keys[guess] ?? '?', at)) return guess
    const close = text.charCodeAt(at) === QUOTE ? text.indexOf('":', at + 1) : -1
    const field = close < 0 ? -1 : (numbers.get(text.slice(at + 1, close)) ?? -1)
    lastOrder[place] = field
    return field
  }

  return (text) => {
    if (text.charCodeAt(0) !== BRACE || ODD.test(text)) return null
    let present = 0
    let at = 1
    for (let place = 0; ; place++) {
      const field = fieldAt(text, at, place)
      // JSON lets a name come twice, and the last one count.
      if (field < 0 || (present & (1 << field)) !== 0) return null
      present |= 1 << field
      keyAt[field] = at
      const value = at + (keys[field]?.length ?? 0)
      const isNested = field === nestedField
      if (text.charCodeAt(value) !== (isNested ? BRACE : QUOTE)) return null
      const close = text.indexOf(isNested ? '}' : '"', value + 1)
      if (close < 0) return null
      from[field] = isNested ? value : value + 1
      to[field] = isNested ? close + 1 : close
      at = close + 1
      end[field] = at
      const next = text.charCodeAt(at)
      if (next === COMMA) at++
      else if (next === END_BRACE && at === text.length - 1) return { present, keyAt, from, to, end }
      else return null
    }
  }
}

/** The value of a field that is there. */
export function partOf(text: string, { from, to }: Scan, field: number): string {
  return text.slice(from[field], to[field])
}

/** Whether it is this one. */
export function stands(value: string, text: string, { from, to }: Scan, field: number): boolean {
  const start = from[field] ?? 0
  return value.length === (to[field] ?? 0) - start && text.startsWith(value, start)
}
