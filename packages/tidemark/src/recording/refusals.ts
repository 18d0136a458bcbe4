import {
  faultOfCorrection,
  formatInstant,
  type InventoryEvent,
  type KnownEvent,
  latestTimeIn,
  namedBy,
  parseEvent,
} from '@tidemark/domain'
import type { RecordedEvent } from '@tidemark/log'
import { TidemarkError } from '../errors.ts'
import { effectiveAt } from '../reading/effective.ts'
import { closedAfter } from '../reading/periods.ts'
import type { Reader } from '../reading/reader.ts'
import { outsideShare } from '../sharing/share.ts'
import type { CompanyState } from './company-state.ts'
import type { DraftEvent } from './draft.ts'
import { firstShortage } from './shortage.ts'

/** An event that another one may name: recorded, or earlier in the same batch. */
export type Named =
  | { readonly recorded: RecordedEvent }
  | { readonly draft: DraftEvent; readonly index: number }

/** What refusals are decided by. */
export interface Circumstances {
  readonly now: number
  readonly futureTolerance: number
  readonly company: CompanyState
  readonly reader: Reader
  readonly named: (stream: string, id: string) => Named | undefined
}

/** A draft of a batch that is not recorded yet. */
export interface Candidate {
  readonly index: number
  readonly draft: DraftEvent
}

/** Which of the drafts must not be recorded, and why; the others may. */
export async function checkRefusals(
  candidates: readonly Candidate[],
  circumstances: Circumstances,
): Promise<ReadonlyMap<number, Error>> {
  const refused = new Map<number, Error>()
  const passed: Candidate[] = []
  const refusedIds = new Set<string>()
  for (const candidate of candidates) {
    const { stream, id } = candidate.draft
    const refusal = refusalOf(candidate, circumstances, refusedIds)
    if (refusal === null) passed.push(candidate)
    else {
      refused.set(candidate.index, refusal)
      refusedIds.add(`${stream}\n${id}`)
    }
  }
  const drafts = passed.map(({ draft }) => draft)
  if (drafts.length === 0 || !mattersWhatHappened(drafts, circumstances.company)) return refused
  const { reader } = circumstances
  await reader.catchUp()
  const byState = await reader.againIfDamaged(() => refusalsByState(passed, circumstances))
  return new Map([...refused, ...byState])
}

/** Those of them that must not be recorded because of what else has happened, the batch itself included. */
function refusalsByState(
  candidates: readonly Candidate[],
  circumstances: Circumstances,
): ReadonlyMap<number, Error> {
  const refused = new Map<number, Error>()
  const letIn: KnownEvent[] = []
  // What the batch itself closes or reopens holds for what comes after it in the batch.
  let { closedThrough } = circumstances.company
  for (const { index, draft } of candidates) {
    const supposed = suppose(draft.event, circumstances, letIn.length)
    const refusal = refusalByState(supposed, letIn, closedThrough, circumstances.reader)
    if (refusal === null) {
      letIn.push(supposed)
      closedThrough = closedAfter(closedThrough, draft.event)
    } else refused.set(index, refusal)
  }
  return refused
}

/** Types that can make it matter. */
const DECIDING: ReadonlySet<string> = new Set(['ItemDefined', 'CostingPolicySet', 'PeriodClosed'])

/** Whether any refusal could depend on what else has happened. */
export function mattersWhatHappened(drafts: readonly DraftEvent[], company: CompanyState): boolean {
  if (company.closedThrough !== null || company.everRefusesNegative) return true
  // The event of another draft is not even made.
  return drafts.some((draft) => DECIDING.has(draft.type) && decides(draft.event))
}

function decides(event: InventoryEvent): boolean {
  if (event.type === 'ItemDefined') return event.tracksQuantity === false
  if (event.type === 'CostingPolicySet') return event.negativeStock === 'refuse'
  return event.type === 'PeriodClosed'
}

function refusalOf(
  candidate: Candidate,
  circumstances: Circumstances,
  refusedIds: ReadonlySet<string>,
): TidemarkError | null {
  const { draft } = candidate
  // The event of another draft is not even made.
  const latest = draft.type === 'MovementAmended' ? latestTimeIn(draft.event) : draft.occurredAt
  if (isFromTheFuture(latest, circumstances)) {
    const { now, futureTolerance } = circumstances
    const subject = `${draft.id} at ${formatInstant(latest)}, while the clock says ${formatInstant(now)}`
    return new TidemarkError('FROM_THE_FUTURE', subject, {
      id: draft.id,
      occurredAt: latest,
      now,
      futureTolerance,
    })
  }
  return refusalOfCorrection(candidate, circumstances, refusedIds)
}

/** Whether an instant is later than an event may have occurred by now. */
export function isFromTheFuture(
  instant: number,
  { now, futureTolerance }: Pick<Circumstances, 'now' | 'futureTolerance'>,
): boolean {
  return instant > now + futureTolerance
}

function refusalOfCorrection(
  { index, draft }: Candidate,
  { named }: Circumstances,
  refusedIds: ReadonlySet<string>,
): TidemarkError | null {
  const id = namedByDraft(draft)
  if (id === null) return null
  const { event, stream } = draft
  const target = refusedIds.has(`${stream}\n${id}`) ? undefined : namedEvent(named(stream, id), id, index)
  if (target === undefined || id === event.id) {
    return new TidemarkError('UNKNOWN_MOVEMENT', `${event.id} names ${id}`, { id })
  }
  const fault = faultOfCorrection(event, target)
  return fault === null
    ? null
    : new TidemarkError('INVALID_CORRECTION', `${event.id}: ${fault}`, { id: event.id })
}

/** The id of the event a correction names; that of a draft which is none is not made to answer no. */
export function namedByDraft(draft: DraftEvent): string | null {
  return CORRECTIONS.has(draft.type) ? namedBy(draft.event) : null
}

/** The types of events that correct another. */
export const CORRECTIONS: ReadonlySet<string> = new Set([
  'MovementVoided',
  'MovementAmended',
  'ReceiptCostAdjusted',
])

/** The event a correction names, if it is recorded or comes before it in the batch. */
function namedEvent(named: Named | undefined, id: string, index: number): InventoryEvent | undefined {
  if (named === undefined) return undefined
  if ('draft' in named) return named.index < index ? named.draft.event : undefined
  try {
    return parseEvent({ id, type: named.recorded.type, ...named.recorded.data })
  } catch {
    return undefined
  }
}

/** The event as if it had just been recorded. */
function suppose(event: InventoryEvent, { reader, now }: Circumstances, ahead: number): KnownEvent {
  return { ...event, position: Math.max(reader.timeline.head, 0) + 1 + ahead, recordedAt: now }
}

/** Refusals that depend on what else has happened: closed periods, stock below zero, tracking. */
function refusalByState(
  event: KnownEvent,
  letIn: readonly KnownEvent[],
  closedThrough: number | null,
  reader: Reader,
): TidemarkError | null {
  const outside = 'item' in event && event.item !== undefined ? outsideShare(reader.share, event.item) : null
  if (outside !== null) return outside
  if (closedThrough !== null && event.late !== 'accept' && isSubjectToPeriods(event)) {
    const effective = effectiveAt(event, reader.timeline, letIn)
    if (effective <= closedThrough) {
      return new TidemarkError(
        'PERIOD_CLOSED',
        `${event.id} takes effect at ${formatInstant(effective)}, closed through ${formatInstant(closedThrough)}`,
        { id: event.id, effectiveAt: effective, closedThrough },
      )
    }
  }
  if (event.type === 'ItemDefined' && event.tracksQuantity === false) {
    const records = reader.timeline.view({ asOf: event.occurredAt, with: letIn }).unit(event.item)
    const branches = Object.entries(records?.branch ?? {})
    const stocked = branches.find(([, branch]) => branch.onHand !== 0n)
    if (stocked !== undefined) {
      const [branch] = stocked
      return new TidemarkError('TRACKING_WITH_STOCK', `${event.item} at ${branch}`, {
        id: event.id,
        item: event.item,
        branch,
      })
    }
  }
  const shortage = firstShortage(reader.timeline, event, letIn)
  if (shortage === null) return null
  return new TidemarkError(
    'INSUFFICIENT_STOCK',
    `${event.id}: ${shortage.item} at ${shortage.branch} would be ${shortage.onHand} at ${formatInstant(shortage.at)}`,
    shortage,
  )
}

function isSubjectToPeriods(event: InventoryEvent): boolean {
  switch (event.type) {
    case 'PeriodClosed':
    case 'PeriodReopened':
    case 'SnapshotTaken':
    case 'SnapshotDescribed':
    case 'SnapshotDiscarded':
    case 'ScheduleSet':
    case 'ScheduleRemoved':
    case 'TriggerSet':
    case 'TriggerRemoved':
      return false
    default:
      return true
  }
}
