import { type Cell, type ColumnKind, isNumeric } from '../column.ts'
import { isDecimal } from '../formula.ts'
import { serialOf } from './serial.ts'
import { type Style, style } from './styles.ts'
import { LONGEST_CELL, xmlText } from './xml-text.ts'

/** What had to be written otherwise than as it is; the summary of a workbook tells of it. */
export interface Departures {
  /** Numbers of more digits than a cell holds, written as text. */
  numbersAsText: number
  /** Texts longer than a cell holds, cut. */
  textsCut: number
}

/** A cell holds a double, and Excel shows and keeps 15 digits of it. */
const MOST_DIGITS = 15

/** The XML of a cell at a place such as `B7`; nothing for `null`. */
export function cellXml(place: string, cell: Cell, kind: ColumnKind, departures: Departures): string {
  if (cell === null) return ''
  if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`
  const text = String(cell)
  if (isNumeric(kind) && isDecimal(text)) {
    if (fitsCell(text)) return `<c r="${place}" s="${styleOf(text, kind)}"><v>${text}</v></c>`
    departures.numbersAsText++
    return textXml(place, text, style.numberAsText)
  }
  if (kind === 'instant') {
    const serial = serialOf(text)
    if (serial !== undefined) return `<c r="${place}" s="${style.instant}"><v>${serial}</v></c>`
  }
  return textXml(place, withinCell(text, departures), style.text)
}

/**
 * A text in a cell. It stands in the cell itself, not in a table of texts of the whole workbook, which would have to be
 * kept until the end; and as a text it is never a formula, whatever it begins with, also after it is edited.
 */
export function textXml(place: string, text: string, of: Style): string {
  const space = /^\s|\s$|[\r\n\t]|\s\s/.test(text) ? ' xml:space="preserve"' : ''
  return `<c r="${place}" s="${of}" t="inlineStr"><is><t${space}>${xmlText(text)}</t></is></c>`
}

function styleOf(number: string, kind: ColumnKind): Style {
  if (kind === 'amount') return style.amount
  return number.includes('.') ? style.fraction : style.whole
}

/** Whether a decimal number comes out of a cell as it went in. */
function fitsCell(number: string): boolean {
  return number.length <= MOST_DIGITS || digitsOf(number) <= MOST_DIGITS
}

/** How many digits say something: neither zeros in front nor behind. */
function digitsOf(number: string): number {
  return number.replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '').length
}

function withinCell(text: string, departures: Departures): string {
  if (text.length <= LONGEST_CELL) return text
  departures.textsCut++
  const mark = ` [cut, it has ${text.length} characters]`
  return text.slice(0, LONGEST_CELL - mark.length) + mark
}
