import type { CommonAt, Kinds, Placed, Projection, Typed } from '@tidemark/projection'
import type { Engine } from '../engine.ts'
import { agreeUntil, insertInOrder, ordered } from '../facts/ordered.ts'
import { asSource, type Segment } from '../facts/segment.ts'
import { FEW_FRESH, type Unit } from '../facts/unit.ts'
import { isFirst, placeOf, replaceSegment, segmentOf } from '../slices/segments.ts'
import { distribute, notePrepared } from './prepared.ts'

/**
 * Prepares the few sources that came to a unit since it was prepared, together with those they name, and leaves all others as
 * they are: `prepare` is asked for no more than it promises to keep apart. Notes from when on the unit's facts changed.
 *
 * False, and nothing is changed, where somebody else has a say in what becomes of them.
 */
export function prepareFresh<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  common: CommonAt<Common>,
): boolean {
  const { projection, slices } = engine
  const { fresh, named } = unit
  const isAsPrepared = unit.preparedWith === undefined || unit.preparedWith === common
  if (!unit.stale || !isAsPrepared || named === undefined || fresh.length === FEW_FRESH) return false
  const names = newNames(projection, fresh, named)
  const targets = names && plainFactsWith(engine, unit, names)
  if (names === undefined || targets === undefined) return false
  const sources = [...targets, ...fresh].sort((a, b) => a.position - b.position)
  const { facts } = ordered(projection.prepare(sources, common))
  const positions = positionsOf(sources)
  // A source that is no fact any more stays where it was, so that each slice one was in gets something.
  for (const [index, segment] of distribute(slices, sources, facts)) {
    const slice = slices.list[index]
    if (slice === undefined) continue
    const old = segmentOf(slices, slice, unit)
    replaceSegment(slices, slice, unit, old, withInPlace(old, positions, segment))
  }
  for (const fact of facts) if (isFirst(fact, unit.first)) unit.first = placeOf(fact)
  for (const { position } of sources) unit.lastPrepared = Math.max(unit.lastPrepared, position)
  unit.keptUntil = Math.min(unit.keptUntil, agreeUntil(ordered(targets).facts, facts))
  notePrepared(engine, unit, common, new Set([...named, ...names]))
  return true
}

/** The ids that fresh sources name; `undefined` where one is not said, or older sources name it or one of the fresh. */
function newNames<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { naming, concernsOthers }: Projection<Source, Fact, Common, K, Effect>,
  fresh: readonly Source[],
  named: ReadonlySet<string>,
): ReadonlySet<string> | undefined {
  if (naming === undefined) return undefined
  const names = new Set<string>()
  for (const source of fresh) {
    if (named.has(naming.idOf(source))) return undefined
    if (!concernsOthers(source)) continue
    const own = naming.namesOf(source)
    if (own.length === 0 || own.some((id) => named.has(id))) return undefined
    for (const id of own) names.add(id)
  }
  return names
}

/** The sources of a unit with such ids, but for the fresh; `undefined` where one of them is more than a fact of its own. */
function plainFactsWith<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { projection, slices }: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  ids: ReadonlySet<string>,
): readonly Source[] | undefined {
  const { naming, concernsOthers } = projection
  if (naming === undefined) return undefined
  const fresh = positionsOf(unit.fresh)
  const sought = new Set(ids)
  for (const source of unit.fresh) sought.delete(naming.idOf(source))
  const found: Source[] = []
  // What is named is mostly not much older.
  for (const slice of slices.list.toReversed()) {
    if (sought.size === 0) break
    const { facts, made, asides } = segmentOf(slices, slice, unit)
    if (asides.some((source) => !fresh.has(source.position) && sought.has(naming.idOf(source))))
      return undefined
    for (const fact of facts) {
      if (made.has(fact)) continue
      const source = asSource<Source, Fact>(fact)
      if (!sought.delete(naming.idOf(source))) continue
      if (concernsOthers(source) || source.position === unit.first?.position) return undefined
      found.push(source)
    }
  }
  return found
}

/** A segment with what stands at some positions taken out, and another put among the rest. */
function withInPlace<Source extends Typed, Fact extends Typed>(
  { facts, made, asides }: Segment<Source, Fact>,
  positions: ReadonlySet<number>,
  put: Segment<Source, Fact>,
): Segment<Source, Fact> {
  const stays = ({ position }: Placed) => !positions.has(position)
  const young = {
    facts: facts.filter(stays),
    made: new Set([...made, ...put.made]),
    asides: asides.filter(stays),
  }
  for (const fact of put.facts) insertInOrder(young.facts, fact)
  for (const source of put.asides) insertInOrder(young.asides, source)
  return young
}

function positionsOf(events: readonly Placed[]): ReadonlySet<number> {
  return new Set(events.map(({ position }) => position))
}
