import type { Kinds, Typed } from '@tidemark/projection'
import { commonAtHead, type Engine } from '../engine.ts'
import { agreeUntil, ordered } from '../facts/ordered.ts'
import { asFact, sourcesIn } from '../facts/segment.ts'
import { createUnit, type Unit } from '../facts/unit.ts'
import { type CommonReplay, commonAgreesUntil, replayCommon } from '../folding/common.ts'
import { settleUnit } from '../folding/settle.ts'
import { rowsOfSupposed } from '../records/dictionary.ts'
import {
  type Facts,
  factsKnownThrough,
  factsWith,
  firstKnown,
  firstUnknown,
  keptFacts,
  listedFacts,
} from '../slices/facts-of-unit.ts'
import { segmentOf } from '../slices/segments.ts'
import { type Slices, sliceAt } from '../slices/slices.ts'

/** What a view knows, fixed when the view is made. */
export interface Knowledge<Source extends Typed, Fact, Common, K extends Kinds, Effect> {
  /** Sources at this position and before are known. */
  readonly through: number
  /** The head when the view was made: nothing after it is ever known. */
  readonly head: number
  /** Sources between the two that are known all the same. */
  readonly includingLater: ((source: Source) => boolean) | undefined
  /** Sources that were never added, by unit; known after all others. */
  readonly supposed: ReadonlyMap<string | null, readonly Source[]>
  /** The common history as known, once it was needed, and how far it is the one at the head. */
  common: KnownCommon<Source, Fact, Common, K, Effect> | undefined
}

export interface KnownCommon<Source extends Typed, Fact, Common, K extends Kinds, Effect> {
  readonly replay: CommonReplay<Source, Fact, Common, K, Effect>
  readonly atHead: CommonReplay<Source, Fact, Common, K, Effect>
  readonly keptUntil: number
}

/** What a view knows of one unit, and how far that is what the timeline keeps. */
export interface Known<Fact extends Typed> {
  /** After the instant asked for they may be others than those known. */
  readonly facts: Facts<Fact>
  /** Journals up to this instant hold what the view knows. */
  readonly keptUntil: number
}

/** The unit of a key: the timeline's, or one of supposed sources alone. */
export function findUnit<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  key: string,
): Unit<Source, Fact> | undefined {
  const added = engine.units.get(key)
  if (added !== undefined || !knowledge.supposed.has(key)) return added
  return supposedUnit(engine, key)
}

/** A unit that holds nothing of its own. */
export function supposedUnit<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  key: string,
): Unit<Source, Fact> {
  return createUnit(key, Infinity, rowsOfSupposed(engine.dictionary, key))
}

/** What a view knows of a unit as far as it matters at `asOf`; settles the unit. */
export function knownUnit<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  asOf: number,
): Known<Fact> {
  settleUnit(engine, unit)
  const { slices } = engine
  const { through, includingLater } = knowledge
  const common = knownCommon(engine, knowledge)
  const isPreparedAlike = unit.plain || common.keptUntil === Infinity
  const supposed = knowledge.supposed.get(unit.key) ?? NONE
  if (unit.lastPosition <= through && supposed.length === 0 && isPreparedAlike)
    return { facts: keptFacts(slices, unit), keptUntil: common.keptUntil }
  // Later sources that are folded as they are can be passed over, and such ones put in; others change what was prepared.
  const isPlain = unit.lastPrepared <= through && includingLater === undefined && isPreparedAlike
  if (!isPlain || !areFolded(engine, unit, supposed)) return knownPrepared(engine, knowledge, unit, common)
  const { facts, keptUntil } = passedOver(slices, unit, through, asOf)
  if (supposed.length === 0) return { facts, keptUntil: Math.min(keptUntil, common.keptUntil) }
  const more = ordered(supposed.map((source) => asFact<Source, Fact>(source)))
  return {
    facts: factsWith(facts, more),
    keptUntil: Math.min(keptUntil, common.keptUntil, more.times[0] ?? Infinity),
  }
}

/** Whether a view knows all there is up to an instant, late entries included. */
export function isKnownThrough<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { slices }: Engine<Source, Fact, Common, K, Effect>,
  { through }: Knowledge<Source, Fact, Common, K, Effect>,
  instant: number,
): boolean {
  const last = sliceAt(slices, instant)
  return slices.list.slice(0, last + 1).every(({ lastPosition }) => lastPosition <= through)
}

/** Whether what is kept of all units is just what a view knows; there may be other reasons for it, unit by unit. */
export function isAllAsKept<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
): boolean {
  if (engine.unsettled.size > 0 || knowledge.supposed.size > 0 || engine.head > knowledge.through)
    return false
  return knownCommon(engine, knowledge).keptUntil === Infinity
}

/** Whether what is kept of a unit is just what a view knows; `isOld`: the view knows all there is up to its instant. */
export function isAsKept<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  isOld: boolean,
): boolean {
  if (engine.unsettled.has(unit) || knowledge.supposed.has(unit.key)) return false
  if (knownCommon(engine, knowledge).keptUntil !== Infinity) return false
  const { through, includingLater } = knowledge
  if (unit.lastPosition <= through) return true
  return isOld && includingLater === undefined && unit.lastPrepared <= through
}

const NONE: readonly never[] = []

/** Whether supposed sources are folded as they are: neither do they concern others, nor does any source of the unit. */
function areFolded<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { projection }: Engine<Source, Fact, Common, K, Effect>,
  { plain }: Unit<Source, Fact>,
  supposed: readonly Source[],
): boolean {
  if (supposed.length === 0) return true
  return plain && !supposed.some((source) => projection.concernsOthers(source))
}

/** The kept facts without those after a position. */
function passedOver<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  unit: Unit<Source, Fact>,
  through: number,
  asOf: number,
): Known<Fact> {
  const keptUntil = unit.lastPosition <= through ? Infinity : firstUnknown(slices, unit, through, asOf)
  if (keptUntil === Infinity) return { facts: keptFacts(slices, unit), keptUntil }
  return { facts: factsKnownThrough(slices, unit, through, firstKnown(slices, unit, through)), keptUntil }
}

function knownPrepared<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  common: KnownCommon<Source, Fact, Common, K, Effect>,
): Known<Fact> {
  const { slices, projection } = engine
  const supposed = knowledge.supposed.get(unit.key) ?? NONE
  const isKnown = knownBy<Source, Fact, Common, K, Effect>(knowledge)
  // Read once, so that facts which are sources are the same objects in both lists and need no closer look.
  const segments = slices.list.map((slice) => segmentOf(slices, slice, unit))
  const sources = segments.flatMap((segment) => sourcesIn(segment).filter(isKnown))
  sources.sort((a, b) => a.position - b.position)
  const list = ordered(projection.prepare([...sources, ...supposed], common.replay))
  const kept = segments.flatMap(({ facts }) => facts)
  const keptUntil = Math.min(agreeUntil(kept, list.facts), common.keptUntil)
  return { facts: listedFacts(list), keptUntil }
}

/** The common history a view knows. */
export function knownCommon<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
): KnownCommon<Source, Fact, Common, K, Effect> {
  const atHead = commonAtHead(engine)
  if (knowledge.common?.atHead === atHead) return knowledge.common
  const replay = knowledge.common?.replay ?? replayKnown(engine, knowledge)
  knowledge.common = { replay, atHead, keptUntil: commonAgreesUntil(replay, atHead) }
  return knowledge.common
}

function replayKnown<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
): CommonReplay<Source, Fact, Common, K, Effect> {
  const supposed = knowledge.supposed.get(null) ?? []
  const known = engine.commonSources.filter(knownBy<Source, Fact, Common, K, Effect>(knowledge))
  if (known.length === engine.commonSources.length && supposed.length === 0) return commonAtHead(engine)
  return replayCommon(engine.projection, [...known, ...supposed])
}

/** Whether a view knows a source. */
function knownBy<Source extends Typed, Fact, Common, K extends Kinds, Effect>({
  through,
  head,
  includingLater,
}: Knowledge<Source, Fact, Common, K, Effect>): (source: Source) => boolean {
  return (source) =>
    source.position <= through || (source.position <= head && includingLater?.(source) === true)
}
