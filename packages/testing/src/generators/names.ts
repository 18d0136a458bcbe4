import fc, { type Arbitrary } from 'fast-check'

/** Names with a number: `I1`, `I2`... */
export function numbered(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`)
}

/** Names by letter: `A`, `B`..., then `A2`. */
export function lettered(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const letter = String.fromCharCode(65 + (index % 26))
    return index < 26 ? letter : `${letter}${Math.floor(index / 26) + 1}`
  })
}

/** Names that are good and that programs trip over: object members, separators, what is no ASCII, what looks like a number. */
const oddOnes = [
  'a/b',
  'constructor',
  '%2F',
  '\u{1d54f}\uffee',
  'é',
  'e\u0301',
  '0',
  '-1',
  'a.b',
  'null',
  '"',
  '\u202e',
]

/** So many odd names. */
export function odd(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const name = oddOnes[index % oddOnes.length] ?? ''
    return index < oddOnes.length ? name : `${name}${Math.floor(index / oddOnes.length) + 1}`
  })
}

/** One of some names, shrinking to the first; that one comes twice as often, so that things meet. */
export function oneOf(names: readonly string[]): Arbitrary<string> {
  return fc.constantFrom(...names.slice(0, 1), ...names)
}

/** Two different ones of some names. */
export function twoOf(names: readonly string[]): Arbitrary<readonly [string, string]> {
  const count = names.length
  return fc.tuple(fc.nat(count - 1), fc.integer({ min: 1, max: count - 1 })).map(([first, step]) => {
    const second = (first + step) % count
    return [names[first] ?? '', names[second] ?? '']
  })
}

export const purchaseOrders = ['PO1', 'PO2']
export const reservations = ['W1', 'W2']
export const channels = ['web', 'shop']
export const lotNames = ['L1', 'L2']
export const expiryDates = ['2027-03-31', '2027-06-30']

/** How many back a deed looks for what it concerns: mostly the last one. */
export const back: Arbitrary<number> = fc.constantFrom(0, 1, 2, 3, 7)

/** Mostly nothing. */
export function rarely<T>(arbitrary: Arbitrary<T>): Arbitrary<T | null> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 10, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary },
  )
}
