import { escaped } from './escape.ts'

/** What a time format can name. */
export type TimePart =
  | 'year'
  | 'shortYear'
  | 'month'
  | 'monthName'
  | 'day'
  | 'hour'
  | 'hour12'
  | 'half'
  | 'minute'
  | 'second'
  | 'fraction'
  | 'offset'

/** The parts of a time as a text has them, by their names. */
export type TimeTexts = { readonly [Part in TimePart]?: string }

/** A format compiled: the parts it names, and the texts of those parts in a cell it fits. */
export interface TimeFormat {
  readonly parts: ReadonlySet<TimePart>
  /** `null` when the cell is not of this format. */
  read(cell: string): TimeTexts | null
}

const tokens: { readonly [token: string]: readonly [part: TimePart, pattern: string] } = {
  yyyy: ['year', '\\d{4}'],
  yy: ['shortYear', '\\d{2}'],
  MMM: ['monthName', '[A-Za-z]{3}'],
  MM: ['month', '\\d{2}'],
  M: ['month', '\\d{1,2}'],
  dd: ['day', '\\d{2}'],
  d: ['day', '\\d{1,2}'],
  HH: ['hour', '\\d{2}'],
  H: ['hour', '\\d{1,2}'],
  hh: ['hour12', '\\d{2}'],
  h: ['hour12', '\\d{1,2}'],
  mm: ['minute', '\\d{2}'],
  ss: ['second', '\\d{2}'],
  SSS: ['fraction', '\\d{1,9}'],
  a: ['half', '[AaPp][Mm]'],
  XXX: ['offset', 'Z|[+-]\\d{2}:\\d{2}'],
}

const PIECE = /'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+/g

/**
 * Compiles a format such as `d/M/yyyy H:mm`; letters that stand for themselves are quoted: `yyyy-MM-dd'T'HH:mm`.
 *
 * Throws a RangeError for letters that stand for nothing and for a part that is named twice.
 *
 * @example
 * timeFormat('d/M/yyyy').read('1/12/2010') // { day: '1', month: '12', year: '2010' }
 */
export function timeFormat(format: string): TimeFormat {
  const parts = new Set<TimePart>()
  let pattern = ''
  let length = 0
  for (const [piece, quoted, letter] of format.matchAll(PIECE)) {
    length += piece.length
    if (letter === undefined) {
      pattern += escaped(quoted ?? piece)
      continue
    }
    const token = tokens[piece]
    if (token === undefined) throw new RangeError(`${piece} stands for nothing`)
    const [part, digits] = token
    if (parts.has(part)) throw new RangeError(`${piece} names the ${part} a second time`)
    parts.add(part)
    pattern += `(?<${part}>${digits})`
  }
  if (length !== format.length) throw new RangeError("a ' is not closed")
  const whole = new RegExp(`^${pattern}$`)
  return { parts, read: (cell) => whole.exec(cell)?.groups ?? null }
}
