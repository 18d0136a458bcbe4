import type { Kinds, Typed } from '@tidemark/projection'
import { type Bench, createBench, type Engine } from '../engine.ts'
import type { Unit } from '../facts/unit.ts'
import { type Slice, sliceAt } from '../slices/slices.ts'
import { type FoldSink, refold, refoldOn } from './refold.ts'

/** How a unit stood when the last of its facts was folded. */
interface Head<Source extends Typed, Fact extends Typed> {
  /** The last slice there was. */
  readonly slice: Slice<Source, Fact>
  /** When the last of its entries there was; where it has none there, what the first would be written against. */
  readonly lastEntry: number
}

/**
 * The records, as all of their facts leave them, of units that were folded alone: what follows, as most of what is recorded
 * does, is folded from there, however long the way from the last keyframe has become.
 */
export interface Heads<Source extends Typed, Fact extends Typed, K extends Kinds> {
  readonly known: Map<Unit<Source, Fact>, Head<Source, Fact>>
  /** Where they stand; `undefined` before the first. */
  bench: Bench<K> | undefined
  /** Whether one of them is being folded there. */
  isInUse: boolean
}

export function noHeads<Source extends Typed, Fact extends Typed, K extends Kinds>(): Heads<Source, Fact, K> {
  return { known: new Map(), bench: undefined, isInUse: false }
}

/** See {@link refold}: the same, from the head of the unit where all that is to be folded comes after it. */
export function refoldFromHead<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  sink: FoldSink<Source, Fact>,
): void {
  const { dictionary, heads, slices } = engine
  const head = heads.known.get(unit)
  // A recipe that throws leaves it as nobody knows.
  heads.known.delete(unit)
  // A recipe looks at another unit.
  if (heads.isInUse) {
    refold(engine, unit, sink)
    return
  }
  const slice = slices.list[sliceAt(slices, unit.keptUntil)]
  const isAfter = head !== undefined && head.slice === slice && head.lastEntry < unit.keptUntil
  heads.bench ??= createBench(dictionary)
  heads.isInUse = true
  try {
    const lastEntry = refoldOn(engine, unit, sink, heads.bench, isAfter ? head.lastEntry : undefined)
    heads.bench.workspace.store()
    const last = slices.list.at(-1)
    if (last !== undefined) heads.known.set(unit, { slice: last, lastEntry })
  } finally {
    heads.isInUse = false
  }
}
