import { amendableFields, type Changes, type KnownEvent, type KnownOf } from '@tidemark/domain'
import { type Kinds, type Typed, toMicros } from '@tidemark/projection'
import fc from 'fast-check'
import { movementLine } from '../generators/known.ts'
import { cutsOf, instantText, type Pick, picks } from './cuts.ts'
import { defineLaw, type Law } from './law.ts'
import { inOnePass } from './read.ts'
import { mustBeSame } from './same.ts'
import { type Subject, timelineOf } from './subject.ts'
import { withoutEmptyUnits } from './unknown-events.ts'

/** What was voided never happened. */
export function voidedIsNeverBeen<Fact extends Typed, Common, K extends Kinds, Effect>(
  subject: Subject<KnownEvent, Fact, Common, K, Effect>,
): Law {
  return defineLaw({
    name: 'a voided event is as if it had never been',
    statement:
      'As of every instant, once an event that no other names is voided, the records are those of a history without it.',
    cases: fc.record({ sources: subject.histories, which: picks }),
    history: ({ sources, which }) => [...sources, ...voidOf(sources, which)].map(movementLine),
    holds: ({ sources, which }) => {
      const event = unnamed(sources)[which(unnamed(sources).length)]
      if (event === undefined) return
      const without = sources.filter((source) => source !== event)
      const voided = [...sources, ...voidOf(sources, which)]
      mustShowTheSame(subject, voided, without, 'with the void')
    },
  })
}

/** What was amended happened as the amendment says. */
export function amendedIsRecordedSo<Fact extends Typed, Common, K extends Kinds, Effect>(
  subject: Subject<KnownEvent, Fact, Common, K, Effect>,
): Law {
  return defineLaw({
    name: 'an amended event is as if it had been recorded so',
    statement:
      'As of every instant, once an event that no other names is amended, the records are those of a history in which it was recorded that way.',
    cases: fc.record({ sources: subject.histories, which: picks, field: picks, size: fc.nat(20) }),
    history: ({ sources, which, field, size }) =>
      amendedOf(sources, which, field, size).asCorrected.map(movementLine),
    holds: ({ sources, which, field, size }) => {
      const { asCorrected, asRecorded } = amendedOf(sources, which, field, size)
      mustShowTheSame(subject, asCorrected, asRecorded, 'with the amendment')
    },
  })
}

function mustShowTheSame<Fact extends Typed, Common, K extends Kinds, Effect>(
  subject: Subject<KnownEvent, Fact, Common, K, Effect>,
  corrected: readonly KnownEvent[],
  plain: readonly KnownEvent[],
  how: string,
): void {
  const actual = timelineOf(subject, corrected)
  const expected = timelineOf(subject, plain)
  for (const asOf of cutsOf([...corrected, ...plain])) {
    mustBeSame(
      withoutEmptyUnits(inOnePass(actual.view({ asOf }))),
      withoutEmptyUnits(inOnePass(expected.view({ asOf }))),
      `as of ${instantText(asOf)}, ${how}`,
    )
  }
}

type OfItem = Extract<KnownEvent, { item: string; type: Exclude<KnownEvent['type'], 'TriggerSet'> }>

/** The events of items that no other event of their item names. */
function unnamed(sources: readonly KnownEvent[]): readonly OfItem[] {
  const ofItems = sources.filter(
    (event): event is OfItem => 'item' in event && event.item !== undefined && event.type !== 'TriggerSet',
  )
  const named = new Set(ofItems.map((event) => JSON.stringify([event.item, nameIn(event)])))
  return ofItems.filter((event) => !named.has(JSON.stringify([event.item, event.id])))
}

function nameIn(event: KnownEvent): string | undefined {
  switch (event.type) {
    case 'MovementVoided':
    case 'MovementAmended':
      return event.movement
    case 'ReceiptCostAdjusted':
    case 'StockReturnedToSupplier':
      return event.receipt
    case 'StockReturnedByCustomer':
      return event.sale
    default:
      return undefined
  }
}

/** What every correction at the end of a history has. */
function correctionOf(sources: readonly KnownEvent[], event: OfItem) {
  const last = sources.at(-1)
  const now = Math.max(last?.recordedAt ?? 0, event.recordedAt)
  const place = { position: (last?.position ?? 0) + 1, occurredAt: now, recordedAt: now }
  return { id: 'correction', item: event.item, movement: event.id, ...place }
}

function voidOf(sources: readonly KnownEvent[], which: Pick): readonly KnownOf<'MovementVoided'>[] {
  const event = unnamed(sources)[which(unnamed(sources).length)]
  if (event === undefined) return []
  return [{ type: 'MovementVoided', ...correctionOf(sources, event), reason: 'mistake' }]
}

/** A history with an amendment at its end, and the same one in which it was recorded that way. */
function amendedOf(sources: readonly KnownEvent[], which: Pick, field: Pick, size: number) {
  const event = unnamed(sources)[which(unnamed(sources).length)]
  const changes = event === undefined ? [] : possibleChanges(event, size)
  const chosen = changes[field(changes.length)]
  if (event === undefined || chosen === undefined) return { asCorrected: sources, asRecorded: sources }
  const amendment: KnownOf<'MovementAmended'> = {
    type: 'MovementAmended',
    ...correctionOf(sources, event),
    changes: chosen,
  }
  const otherwise = changed(event, chosen)
  return {
    asCorrected: [...sources, amendment],
    asRecorded: sources.map((source) => (source === event ? otherwise : source)),
  }
}

/** One change of each field that the event can take. */
function possibleChanges(event: OfItem, size: number): readonly Changes[] {
  const amount = toMicros(size)
  const values: Changes = {
    occurredAt: event.occurredAt + (size - 10) * 3_600_000,
    // With lots, another quantity would not hold them.
    ...('lots' in event && event.lots !== undefined ? {} : { quantity: amount + 1n }),
    unitCost: amount,
    totalCost: amount,
    netAmount: amount,
    ...('branch' in event && event.branch !== undefined ? { branch: 'B' } : {}),
  }
  return amendableFields(event).flatMap((field): readonly Changes[] =>
    values[field] === undefined ? [] : [{ [field]: values[field] }],
  )
}

/** Fields that a changed one takes the place of. */
const sayTheSame: { readonly [field: string]: readonly string[] } = {
  unitCost: ['totalCost'],
  totalCost: ['unitCost'],
  netAmount: ['grossAmount', 'taxAmount'],
}

function changed(event: OfItem, changes: Changes): KnownEvent {
  const replaced = Object.keys(changes).flatMap((field) => sayTheSame[field] ?? [])
  const kept = Object.entries({ ...event, ...changes }).filter(([field]) => !replaced.includes(field))
  // The same type of event: only fields it may have were set, to values of their own type.
  return Object.fromEntries(kept) as unknown as KnownEvent
}
