import { columnsOf } from '@tidemark/tabular'
import { formatInstant, type LateEntry, type PeriodClosing, type PeriodList } from 'tidemark'

/** What stands after a closing or an opening. */
export interface ClosedRow {
  readonly closedThrough: string | null
  /** How many entries were ever let in all the same. */
  readonly lateEntries: number
}

export function closedRow({ closedThrough, lateEntries }: PeriodList): ClosedRow {
  return { closedThrough: instantOrNull(closedThrough), lateEntries: lateEntries.length }
}

export const closedColumns = columnsOf<ClosedRow>({ closedThrough: 'instant', lateEntries: 'number' })

/** A closing or an opening, as the command line shows it. */
export interface ClosingRow extends Omit<PeriodClosing, 'through' | 'recordedAt'> {
  readonly through: string | null
  readonly recordedAt: string
}

export function closingRow({ through, recordedAt, ...rest }: PeriodClosing): ClosingRow {
  return { ...rest, through: instantOrNull(through), recordedAt: formatInstant(recordedAt) }
}

export const closingColumns = columnsOf<ClosingRow>({
  type: 'text',
  through: 'instant',
  recordedAt: 'instant',
  actor: 'text',
  reason: 'text',
})

/** An entry that was let into a closed period, as the command line shows it. */
export interface LateRow
  extends Omit<LateEntry, 'effectiveAt' | 'closedThrough' | 'recordedAt' | 'position'> {
  readonly effectiveAt: string
  readonly closedThrough: string
  readonly recordedAt: string
}

export function lateRow(entry: LateEntry): LateRow {
  const { effectiveAt, closedThrough, recordedAt, position: _place, ...rest } = entry
  return {
    ...rest,
    effectiveAt: formatInstant(effectiveAt),
    closedThrough: formatInstant(closedThrough),
    recordedAt: formatInstant(recordedAt),
  }
}

export const lateColumns = columnsOf<LateRow>({
  id: 'text',
  type: 'text',
  item: 'text',
  effectiveAt: 'instant',
  closedThrough: 'instant',
  recordedAt: 'instant',
  actor: 'text',
  reason: 'text',
})

function instantOrNull(instant: number | null): string | null {
  return instant === null ? null : formatInstant(instant)
}
