import type { Kinds, Typed } from '@tidemark/projection'
import { type Bench, type Engine, foldAtHead, withBench } from '../engine.ts'
import { lastBefore } from '../facts/ordered.ts'
import type { Unit } from '../facts/unit.ts'
import { applyRun } from '../journal/apply.ts'
import { runWriter } from '../journal/runs.ts'
import type { RunWriter } from '../journal/write.ts'
import { type ByteWriter, byteWriter, writeBytes } from '../pack/bytes.ts'
import { growState } from '../records/state.ts'
import { keptFacts } from '../slices/facts-of-unit.ts'
import { imageOf, putUnitAt } from '../slices/keyframes.ts'
import { runOf, type Slice, sliceAt, startOf } from '../slices/slices.ts'
import { foldSpan } from './fold.ts'
import { foldingShort } from './shortcuts.ts'

const NOWHERE = byteWriter(0)

/** Where what becomes of the records of a unit is put, slice by slice. */
export interface FoldSink<Source extends Typed, Fact extends Typed> {
  /** Where its entries within a slice are to be written next; `undefined` where the fold is to end. */
  entriesOf(index: number): ByteWriter | undefined
  /** Told when all of them are. */
  written(slice: Slice<Source, Fact>, entries: ByteWriter, index: number): void
  /** Told before each later slice that has a keyframe; the image are the records of the unit at its start. */
  reached?(slice: Slice<Source, Fact>, image: () => Uint8Array<ArrayBuffer>): void
}

/**
 * Folds a unit from the instant on from which what is kept of it is no longer right: what its facts did before that is
 * taken over from its journals.
 */
export function refold<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  sink: FoldSink<Source, Fact>,
): void {
  withBench(engine, (bench) => refoldOn(engine, unit, sink, bench))
}

/**
 * The same on a given bench, where the unit already stands as all of its journals leave it if its last entry is given,
 * which must be before that instant and in the slice of it. When its last entry is now; where the last slice has none of
 * it, what the first would be written against.
 */
export function refoldOn<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  sink: FoldSink<Source, Fact>,
  { state, workspace }: Bench<K>,
  lastEntry?: number,
): number {
  const { slices, dictionary } = engine
  const first = sliceAt(slices, unit.keptUntil)
  if (lastEntry === undefined) putUnitAt(engine, unit, lastBefore(startOf(slices, first)), state)
  else growState(dictionary, state)
  let writer: RunWriter = { bytes: NOWHERE, time: Number.NaN }
  let after = lastBefore(unit.keptUntil)
  const facts = keptFacts(slices, unit)
  const fold = {
    ...foldAtHead(engine, workspace.records),
    folded: (fact: Source | Fact) => workspace.journal(writer, fact.occurredAt),
    short: foldingShort(engine, workspace, () => writer),
  }
  for (let index = first; index < slices.list.length; index++) {
    const slice = slices.list[index]
    const entries = sink.entriesOf(index)
    if (slice === undefined || entries === undefined) break
    writer = runWriter(entries, slice.start)
    if (index === first) {
      const run = runOf(slices, slice, unit)
      let kept = run.end
      if (lastEntry !== undefined) writer.time = lastEntry
      else
        kept = applyRun(dictionary, unit.rows, run, after, state, (_kind, _row, time) => {
          writer.time = time
        })
      writeBytes(entries, run.bytes.subarray(run.start, kept))
      workspace.open(unit.rows)
      workspace.watch()
    } else if (slice.keyframe !== undefined && sink.reached !== undefined) {
      workspace.store()
      sink.reached(slice, () => imageOf(dictionary, unit.rows, state, slice.start))
    }
    const through = lastBefore(startOf(slices, index + 1))
    foldSpan(fold, facts, after, through)
    sink.written(slice, entries, index)
    after = through
  }
  return writer.time
}
