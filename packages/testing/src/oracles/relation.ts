import type { Decimal } from 'tidemark'

const RELATION =
  /^\s*([A-Za-z]+|[+-]?\d+(?:\.\d+)?)\s*(==?|=|!=|<=?|>=?)\s*([A-Za-z]+|[+-]?\d+(?:\.\d+)?)\s*$/

/** Two terms (figures of the expectation, or numbers) and how they compare. */
export interface Relation {
  readonly left: string
  readonly how: string
  readonly right: string
}

/** The parts of `avgCost <= 20`; `null` when the text is no such comparison. */
export function parseRelation(text: string): Relation | null {
  const match = RELATION.exec(text)
  if (match === null) return null
  return { left: match[1] ?? '', how: match[2] ?? '', right: match[3] ?? '' }
}

/** Whether two numbers compare so, exactly. */
export function compares(left: Decimal, how: string, right: Decimal): boolean {
  const order = left.comparedTo(right)
  switch (how) {
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
    case '!=':
      return order !== 0
    default:
      return order === 0
  }
}
