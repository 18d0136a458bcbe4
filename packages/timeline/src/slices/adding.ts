import type { Kinds, Placed, Typed } from '@tidemark/projection'
import { type Engine, openUnit, takeCommon } from '../engine.ts'
import { TimelineError } from '../errors.ts'
import { type Incoming, IncomingObject } from '../facts/incoming.ts'
import { earliest } from '../facts/ordered.ts'
import { FEW_FRESH, type Unit } from '../facts/unit.ts'
import { beginSlice, tidy } from './cut.ts'
import { countDay } from './days.ts'
import { isFirst, placeIncoming, placeOf } from './segments.ts'

/** Adds sources, all or none. */
export function addSources<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  sources: readonly Source[],
): void {
  checkSources(sources, engine.head)
  // All questions to the projection before the first change: one that throws leaves the timeline as it was.
  const { unitOf, concernsOthers } = engine.projection
  const keys = sources.map((source) => unitOf(source))
  const concerned = sources.map((source) => concernsOthers(source))
  const common: Source[] = []
  for (const [index, source] of sources.entries()) {
    const key = keys[index] ?? null
    if (key === null) common.push(source)
    else addToUnit(engine, openUnit(engine, key), new IncomingObject(source), concerned[index] === true)
    engine.head = source.position
  }
  if (common.length > 0) addCommon(engine, common)
  tidy(engine, sources.length)
}

/** Adds a source to its unit; the head is yet to be told. */
export function addToUnit<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  incoming: Incoming<Source>,
  concernsOthers: boolean,
): void {
  const { occurredAt, position } = incoming
  unit.plain &&= !concernsOthers
  // Of a unit all of which is to be prepared anyway, all sources are looked at then.
  const isLookedAt = unit.fresh.length === FEW_FRESH
  const isFact = !concernsOthers && (unit.plain || isLookedAt || isNamedByNone(engine, unit, incoming))
  unit.stale ||= !isFact
  if (!isFact && !isLookedAt) unit.fresh = [...unit.fresh, incoming.source]
  beginSlice(engine, occurredAt)
  placeIncoming(engine.slices, unit, incoming, isFact ? 'fact' : 'aside')
  if (isFact) {
    if (isFirst(incoming, unit.first)) unit.first = placeOf(incoming)
    unit.keptUntil = Math.min(unit.keptUntil, occurredAt)
  }
  unit.lastPosition = position
  unit.changes++
  engine.unsettled.add(unit)
  engine.addedSince++
  engine.changes++
  countDay(engine.days, occurredAt)
}

/** Whether preparing all sources of a unit again would leave one that concerns no other as it is, and all others too. */
function isNamedByNone<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { projection: { naming } }: Engine<Source, Fact, Common, K, Effect>,
  { named }: Unit<Source, Fact>,
  incoming: Incoming<Source>,
): boolean {
  if (named === undefined || naming === undefined) return false
  if (named.size === 0) return true
  return !named.has(naming.idOf(incoming.source))
}

/** Adds sources of no unit. */
export function addCommon<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  sources: readonly Source[],
): void {
  takeCommon(engine, sources)
  engine.changes++
  const from = earliest(sources)
  for (const unit of engine.units.list) {
    unit.keptUntil = Math.min(unit.keptUntil, from)
    unit.changes++
    engine.unsettled.add(unit)
  }
}

/** Throws TimelineError `POSITION_NOT_ASCENDING` or `NOT_AN_INSTANT` for the first that cannot follow a position. */
export function checkSources(sources: readonly Typed[], head: number): void {
  let last = head
  for (const source of sources) {
    checkPlace(source, last)
    last = source.position
  }
}

/** The same for one. */
export function checkPlace({ position, occurredAt }: Placed, last: number): void {
  if (!Number.isSafeInteger(position) || position <= last)
    throw new TimelineError('POSITION_NOT_ASCENDING', `position ${position} after ${last}`)
  if (!Number.isFinite(occurredAt))
    throw new TimelineError('NOT_AN_INSTANT', `occurredAt ${occurredAt} at position ${position}`)
}
