import type { RetailLine } from './line.ts'

/** What a line turned out to be. */
export type LineKind =
  | 'service line'
  | 'customer return'
  | 'adjustment out'
  | 'free goods'
  | 'free goods, assumed'
  | 'adjustment in, reason given'
  | 'adjustment in, no reason'
  | 'sale'

/** The rule, by number, that each kind comes from; the rules are tried in this order. */
export const RULE_OF: Readonly<Record<LineKind, 1 | 2 | 3 | 4 | 5>> = {
  'service line': 1,
  'customer return': 2,
  'adjustment out': 3,
  'free goods': 4,
  'free goods, assumed': 4,
  'adjustment in, reason given': 4,
  'adjustment in, no reason': 4,
  sale: 5,
}

/**
 * Says what a line is; the first rule that fits decides. `soldAs` tells whether any sale of the code bears a description.
 * The only ambiguous lines are those at price zero, without a customer, with nothing but the product's own name. They are
 * taken as goods given away: of 2,073 lines that surely adjust stock 2,072 are the only line of their document, of the 379
 * ambiguous ones none is. Out is also the cautious guess: it never shows stock that may not be there.
 *
 * @example
 * classify(line, (code, description) => names.get(code)?.has(description) ?? false) // 'sale'
 */
export function classify(line: RetailLine, soldAs: (code: string, description: string) => boolean): LineKind {
  if (!/^\d{5}/.test(line.code)) return 'service line'
  if (line.invoice.startsWith('C')) return 'customer return'
  if (line.quantity < 0) return 'adjustment out'
  if (!isZero(line.unitPrice)) return 'sale'
  if (line.customer !== '') return 'free goods'
  if (line.description === '') return 'adjustment in, no reason'
  return soldAs(line.code, line.description) ? 'free goods, assumed' : 'adjustment in, reason given'
}

/** The change of stock a line of this kind makes, in units: negative when goods leave, 0 for a service line. */
export function stockChange(kind: LineKind, quantity: number): number {
  switch (kind) {
    case 'service line':
      return 0
    // An invoice counts what the customer gets (a return: less than nothing); an adjustment counts what the shelf gets.
    case 'sale':
    case 'free goods':
    case 'free goods, assumed':
    case 'customer return':
      return -quantity
    case 'adjustment in, reason given':
    case 'adjustment in, no reason':
    case 'adjustment out':
      return quantity
  }
}

function isZero(decimal: string): boolean {
  return /^-?0+(\.0+)?$/.test(decimal)
}
