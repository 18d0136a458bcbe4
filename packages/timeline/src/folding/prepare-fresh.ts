import type { CommonAt, Kinds, Placed, Projection, Typed } from '@tidemark/projection'
import type { Engine } from '../engine.ts'
import { agreeUntil, insertInOrder, ordered } from '../facts/ordered.ts'
import { asSource, rowsIn, type Segment } from '../facts/segment.ts'
import { FEW_FRESH, type Unit } from '../facts/unit.ts'
import { isFirst, placeOf, segmentOf, setSegment } from '../slices/segments.ts'
import { type Slices, sliceAt } from '../slices/slices.ts'

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
  const { fresh } = unit
  const isAsPrepared = unit.preparedWith === undefined || unit.preparedWith === common
  if (!unit.stale || !isAsPrepared || fresh.length === FEW_FRESH) return false
  const names = newNames(projection, unit)
  const named = names && plainFactsWith(engine, unit, names)
  if (names === undefined || named === undefined) return false
  const sources = [...named, ...fresh].sort((a, b) => a.position - b.position)
  const before = ordered(named).facts
  const { facts } = ordered(projection.prepare(sources, common))
  for (const [index, edit] of editsOf(slices, sources, facts)) {
    const slice = slices.list[index]
    if (slice === undefined) continue
    const old = segmentOf(slices, slice, unit)
    const young = edited(old, edit)
    slice.rows += rowsIn(young) - rowsIn(old)
    // A correction may have moved a fact to a later instant than any source has.
    for (const { occurredAt } of edit.facts) slice.lastOccurred = Math.max(slice.lastOccurred, occurredAt)
    setSegment(slices, slice, unit, young)
  }
  for (const fact of facts) if (isFirst(fact, unit.first)) unit.first = placeOf(fact)
  for (const { position } of sources) unit.lastPrepared = Math.max(unit.lastPrepared, position)
  unit.keptUntil = Math.min(unit.keptUntil, agreeUntil(before, facts))
  unit.stale = false
  unit.fresh = []
  unit.named = new Set([...(unit.named ?? []), ...names])
  unit.preparedWith = common
  unit.changes++
  engine.changes++
  return true
}

/** The ids that fresh sources name; `undefined` where one is not said, or older sources name it or one of the fresh. */
function newNames<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { naming, concernsOthers }: Projection<Source, Fact, Common, K, Effect>,
  { fresh, named }: Unit<Source, Fact>,
): ReadonlySet<string> | undefined {
  if (naming === undefined || named === undefined) return undefined
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

/** What is to be done to a segment: what stands at these positions goes, and then these come. */
interface Edit<Source, Fact> {
  readonly positions: Set<number>
  readonly facts: Fact[]
  readonly made: Fact[]
  readonly asides: Source[]
}

/** The edits that put facts in place of the sources they were made of, by slice. */
function editsOf<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  sources: readonly Source[],
  facts: readonly Fact[],
): ReadonlyMap<number, Edit<Source, Fact>> {
  const edits = new Map<number, Edit<Source, Fact>>()
  const editAt = ({ occurredAt }: Placed) => {
    const index = sliceAt(slices, occurredAt)
    const edit = edits.get(index) ?? { positions: new Set(), facts: [], made: [], asides: [] }
    edits.set(index, edit)
    return edit
  }
  const isSource = new Set<Typed>(sources)
  const isFact = new Set<Typed>(facts)
  for (const source of sources) {
    const { positions, asides } = editAt(source)
    positions.add(source.position)
    if (!isFact.has(source)) asides.push(source)
  }
  for (const fact of facts) {
    const edit = editAt(fact)
    edit.facts.push(fact)
    if (!isSource.has(fact)) edit.made.push(fact)
  }
  return edits
}

function edited<Source extends Typed, Fact extends Typed>(
  { facts, made, asides }: Segment<Source, Fact>,
  edit: Edit<Source, Fact>,
): Segment<Source, Fact> {
  const stays = ({ position }: Placed) => !edit.positions.has(position)
  const young = { facts: facts.filter(stays), made: new Set(made), asides: asides.filter(stays) }
  for (const fact of edit.facts) insertInOrder(young.facts, fact)
  for (const fact of edit.made) young.made.add(fact)
  for (const source of edit.asides) insertInOrder(young.asides, source)
  return young
}

function positionsOf(events: readonly Placed[]): ReadonlySet<number> {
  return new Set(events.map(({ position }) => position))
}
