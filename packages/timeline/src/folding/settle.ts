import type { Kinds, Typed } from '@tidemark/projection'
import { atOnce } from '../at-once.ts'
import { commonAtHead, type Engine } from '../engine.ts'
import type { Unit } from '../facts/unit.ts'
import { borrowWriter, writtenAndReturned } from '../pack/bytes.ts'
import { consolidating, makingKeyframes } from '../slices/keyframes.ts'
import { patchKeyframe, setRun } from '../slices/slices.ts'
import { foldingMany } from './fold-many.ts'
import { refoldFromHead } from './heads.ts'
import { prepareFresh } from './prepare-fresh.ts'
import { prepareUnit } from './prepare-unit.ts'

/** So many units are folded one by one, and a share of all: more of them in one go, slice beside slice. */
const FEW_UNITS = 64
const FEW_OF_ALL = 1 / 8

/** What becomes of a unit within a slice mostly finds room in so many bytes. */
const RUN_BYTES = 4096

/** Settling costs by itself, for each record, as much as folding so many facts. */
const FACTS_A_RECORD = 12
/** Fewer are not worth it before somebody asks. */
const WORTH_SETTLING = 300_000

/** Whether so much was added that settling it now, and what is still to come later, costs little more than all of it then. */
export function isWorthSettling<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>({
  addedSince,
  dictionary,
}: Engine<Source, Fact, Common, K, Effect>): boolean {
  const records = dictionary.kinds.reduce((count, kind) => count + kind.rows, 0)
  return addedSince >= Math.max(WORTH_SETTLING, FACTS_A_RECORD * records)
}

/** Brings one unit up to its sources: facts, journals, and its part of every keyframe. */
export function settleUnit<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
): void {
  bringFacts(engine, unit)
  // Noted as done only when it is: a recipe that throws leaves the unit to be folded again.
  if (unit.keptUntil !== Infinity) foldAlone(engine, unit)
  unit.keptUntil = Infinity
  engine.unsettled.delete(unit)
}

/** Brings the facts of a unit up to its sources. */
export function bringFacts<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
): void {
  const common = commonAtHead(engine)
  if (!unit.stale && (unit.plain || unit.preparedWith === common)) return
  if (!prepareFresh(engine, unit, common)) prepareUnit(engine, unit, common)
}

/** Brings all units up to their sources. */
export function settle<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): void {
  atOnce(settling(engine))
}

/** The same step by step; whoever asks while it is under way goes on with it. */
export function* settling<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): Generator<void, void> {
  if (engine.work !== undefined) yield* goingOn(engine)
  if (engine.unsettled.size === 0) return
  engine.work = settlingAll(engine)
  yield* goingOn(engine)
}

function* goingOn<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): Generator<void, void> {
  const { work } = engine
  while (work !== undefined && engine.work === work) {
    try {
      if (work.next().done === true) engine.work = undefined
    } catch (error) {
      engine.work = undefined
      throw error
    }
    yield
  }
}

function* settlingAll<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): Generator<void, void> {
  const { unsettled } = engine
  const few = Math.max(FEW_UNITS, engine.units.count * FEW_OF_ALL)
  engine.addedSince = 0
  if (unsettled.size > few) yield* foldingMany(engine)
  for (const unit of [...unsettled]) {
    settleUnit(engine, unit)
    yield
  }
  yield* consolidating(engine, few)
  yield* makingKeyframes(engine, 'much too long')
}

/** Folds a unit from where it changed on: its journals from there, and its records in the keyframes after it. */
function foldAlone<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
): void {
  const { slices } = engine
  unit.changes++
  engine.changes++
  refoldFromHead(engine, unit, {
    entriesOf: () => borrowWriter(RUN_BYTES),
    written: (slice, entries) => setRun(slices, slice, unit, writtenAndReturned(entries)),
    reached: (slice, image) => patchKeyframe(slices, slice, unit, image()),
  })
}
