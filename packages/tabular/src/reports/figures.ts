import type { Column } from '../column.ts'

/** From one amount to another, in decimal strings. */
export interface ChangeFields {
  readonly by: string
  /** `null` when it was zero before. */
  readonly percent: string | null
}

/** One quantity or value at several moments, in decimal strings. */
export interface FiguresFields {
  /** One for each moment. */
  readonly amounts: readonly string[]
  /** From the first moment to the last. */
  readonly overall: ChangeFields
}

/** What the columns of a figure are called; places are counted from 1. */
export interface FigureHeadings {
  readonly amount: (place: number) => string
  readonly change: string
  readonly percent: string
}

/** What they are called in files: `value1`, `value2` and so on, then `valueChange` and `valuePercent`. */
export function figureHeadings(name: string): FigureHeadings {
  return { amount: (place) => `${name}${place}`, change: `${name}Change`, percent: `${name}Percent` }
}

/** Columns of a figure at so many moments, and of its change from the first to the last. */
export function figureColumns<Row>(
  headings: FigureHeadings,
  kind: 'number' | 'amount',
  moments: number,
  of: (row: Row) => FiguresFields,
): readonly Column<Row>[] {
  return [
    ...Array.from({ length: moments }, (_, index): Column<Row> => {
      return { name: headings.amount(index + 1), kind, of: (row) => of(row).amounts[index] ?? null }
    }),
    { name: headings.change, kind, of: (row) => of(row).overall.by },
    { name: headings.percent, kind: 'number', of: (row) => of(row).overall.percent },
  ]
}

/** From the first moment to the last; `passing` was there in between only. */
export function presenceOf(present: readonly boolean[]): 'both' | 'new' | 'vanished' | 'passing' {
  if (present.at(0) === true) return present.at(-1) === true ? 'both' : 'vanished'
  return present.at(-1) === true ? 'new' : 'passing'
}
