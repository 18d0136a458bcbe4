import { MappingError } from '../errors.ts'
import { escaped } from './escape.ts'

/** How numbers are written in a column. */
export interface NumberFormat {
  readonly decimal: '.' | ','
  /** What parts thousands; nothing when left out. */
  readonly group?: string | undefined
}

/**
 * A reader of cells as numbers; gives a decimal string with a point. A minus may stand behind, or a pair of parentheses
 * for it, as in accounts. The reader throws MappingError `UNREADABLE_CELL`.
 */
export function numberReader({ decimal, group }: NumberFormat): (cell: string) => string {
  const thousands = group === undefined ? '' : `(?:${escaped(group)}\\d{3})*`
  const shape = new RegExp(`^(?<whole>\\d+${thousands})(?:${escaped(decimal)}(?<fraction>\\d+))?$`)
  return (cell) => {
    const { digits, isNegative } = withoutSign(cell)
    const groups = shape.exec(digits)?.groups
    if (groups === undefined)
      throw new MappingError('UNREADABLE_CELL', `${JSON.stringify(cell)} is not a number`)
    const whole = group === undefined ? groups.whole : groups.whole?.replaceAll(group, '')
    const fraction = groups.fraction === undefined ? '' : `.${groups.fraction}`
    return `${isNegative ? '-' : ''}${whole}${fraction}`
  }
}

function withoutSign(cell: string): { readonly digits: string; readonly isNegative: boolean } {
  const [, inParentheses] = /^\((.*)\)$/.exec(cell) ?? []
  if (inParentheses !== undefined) return { digits: inParentheses, isNegative: true }
  if (cell.startsWith('-')) return { digits: cell.slice(1).trimStart(), isNegative: true }
  if (cell.endsWith('-')) return { digits: cell.slice(0, -1).trimEnd(), isNegative: true }
  return { digits: cell.startsWith('+') ? cell.slice(1) : cell, isNegative: false }
}
