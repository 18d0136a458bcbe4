import type { CommonAt, Kinds, Typed } from '@tidemark/projection'
import { type CommonReplay, commonAgreesUntil, replayCommon } from './common.ts'
import { unitRows } from './dictionary.ts'
import { commonAtHead, type Engine } from './engine.ts'
import { agreeUntil, earliest, type FactList, factList } from './facts.ts'
import { settleUnit } from './settle.ts'
import { asFacts, createUnit, preparedFacts, type Unit } from './unit.ts'

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
  readonly facts: FactList<Fact>
  /** The kept start states up to this instant hold what the view knows. */
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
  return createUnit(key, unitRows(engine.dictionary, key))
}

/** What a view knows of a unit as far as it matters at `asOf`; settles the unit. */
export function knownUnit<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  asOf: number,
): Known<Fact> {
  settleUnit(engine, unit)
  const common = knownCommon(engine, knowledge)
  const supposed = knowledge.supposed.get(unit.key) ?? []
  const isKnown = unit.lastPosition <= knowledge.through && supposed.length === 0
  if (isKnown && (unit.plain || common.keptUntil === Infinity))
    return { facts: unit.facts, keptUntil: common.keptUntil }
  const unknown = unknownSources(knowledge, unit.sources)
  const isPlain = unit.plain && !supposed.some((source) => engine.projection.concernsOthers(source))
  const own = isPlain
    ? knownPlainly(unit, unknown, supposed, asOf)
    : knownPrepared(engine, unit, unknown, supposed, common.replay)
  return { facts: own.facts, keptUntil: Math.min(own.keptUntil, common.keptUntil) }
}

/** Where no source concerns another, those not known are left out, those supposed put in. */
function knownPlainly<Source extends Typed, Fact extends Typed>(
  unit: Unit<Source, Fact>,
  unknown: ReadonlySet<Source>,
  supposed: readonly Source[],
  asOf: number,
): Known<Fact> {
  const keptUntil = earliest([...unknown, ...supposed])
  if (keptUntil > asOf) return { facts: unit.facts, keptUntil: Infinity }
  const known = unit.sources.filter((source) => !unknown.has(source))
  return { facts: factList(asFacts<Source, Fact>([...known, ...supposed])), keptUntil }
}

function knownPrepared<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  unknown: ReadonlySet<Source>,
  supposed: readonly Source[],
  common: CommonAt<Common>,
): Known<Fact> {
  const known = unit.sources.filter((source) => !unknown.has(source))
  const facts = preparedFacts(engine.projection, [...known, ...supposed], common)
  return { facts, keptUntil: agreeUntil(unit.facts, facts) }
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
  const unknown = unknownSources(knowledge, engine.commonSources)
  if (unknown.size === 0 && supposed.length === 0) return commonAtHead(engine)
  const known = engine.commonSources.filter((source) => !unknown.has(source))
  return replayCommon(engine.projection, [...known, ...supposed])
}

const NONE: ReadonlySet<never> = new Set()

/** The sources a view does not know, of sources in the order of recording. */
function unknownSources<Source extends Typed, Fact, Common, K extends Kinds, Effect>(
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  sources: readonly Source[],
): ReadonlySet<Source> {
  const { through, head, includingLater } = knowledge
  const unknown = new Set<Source>()
  for (let i = sources.length - 1; i >= 0; i--) {
    const source = sources[i]
    if (source === undefined || source.position <= through) break
    const isIncluded = source.position <= head && includingLater?.(source) === true
    if (!isIncluded) unknown.add(source)
  }
  return unknown.size === 0 ? NONE : unknown
}
