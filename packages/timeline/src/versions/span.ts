import type { Kinds, Typed } from '@tidemark/projection'
import type { Engine } from '../engine.ts'
import type { Versions } from '../records/kind-versions.ts'
import type { State } from '../records/state.ts'
import {
  factsAKeyframe,
  gatherPatches,
  gatherRuns,
  keyframeBefore,
  stateAtKeyframe,
} from '../slices/keyframes.ts'
import { journalsOf, playing } from '../slices/play.ts'
import { type Slice, type Slices, versionsOf } from '../slices/slices.ts'
import { makingVersions } from './versions.ts'
import { type Way, wayTo } from './way.ts'

/** So often a slice is read entry by entry before its versions are made: that takes longer, and pays when it is asked for again. */
const READS = 1

/** So many times as many facts as there should be between keyframes are too many to make versions of while somebody waits. */
const TOO_MANY = 2

/** A slice whose versions are at hand. */
export interface Versioned<Source extends Typed, Fact extends Typed> {
  readonly slice: Slice<Source, Fact>
  readonly versions: Versions
}

/** The slices of a way with their versions; `undefined` unless all of them are at hand. */
export function versionedAlong<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  { through }: Way<Source, Fact>,
): readonly Versioned<Source, Fact>[] | undefined {
  const versioned: Versioned<Source, Fact>[] = []
  for (const slice of through) {
    const versions = lacksVersions(slice) ? undefined : versionsOf(slices, slice)
    if (versions === undefined) return undefined
    versioned.push({ slice, versions })
  }
  return versioned
}

/** Makes the versions a view as of an instant would read, step by step, where it has been asked for often enough. */
export function* preparingVersions<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  asOf: number,
): Generator<void, void> {
  const { options, slices } = engine
  const { through } = wayTo(engine, asOf)
  const [first] = through
  if (first === undefined) return
  const missing = through.filter(lacksVersions)
  const enough = options.readsBeforeVersions ?? READS
  const facts = missing.reduce((sum, { rows }) => sum + rows, 0)
  const isTime = missing.every(({ reads }) => reads >= enough) && facts <= TOO_MANY * factsAKeyframe(engine)
  const from = slices.list.indexOf(first)
  if (isTime) yield* fillingVersions(engine, from, from + through.length - 1)
  else for (const slice of missing) slice.reads++
}

function lacksVersions<Source extends Typed, Fact extends Typed>(slice: Slice<Source, Fact>): boolean {
  return slice.versions === undefined && slice.versionsBlob === undefined
}

/** A state that goes along from slice to slice. */
export interface Walk {
  state: State | undefined
  /** The slice at whose start it stands. */
  at: number
}

/**
 * Makes the versions that are missing in some slices which follow each other, step by step. Ends early when something else
 * changes the timeline between two steps.
 */
export function* fillingVersions<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  first: number,
  last: number,
  walk: Walk = { state: undefined, at: -1 },
): Generator<void, void> {
  const { dictionary, slices, units } = engine
  const begun = engine.changes
  for (let index = first; index <= last; index++) {
    const slice = slices.list[index]
    if (slice === undefined || !lacksVersions(slice)) continue
    const state = yield* standingAt(engine, walk, index)
    if (state === undefined) return
    gatherRuns(engine, slice)
    const making = makingVersions(dictionary, slices, units.list, slice, state)
    for (let step = making.next(); ; step = making.next()) {
      if (step.done === true) {
        slice.versions = step.value
        break
      }
      yield
      if (engine.changes !== begun) return
    }
    walk.state = state
    walk.at = index + 1
  }
}

/** All records at the start of a slice, on from where a walk stands; `undefined` when something changed meanwhile. */
function* standingAt<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  walk: Walk,
  index: number,
): Generator<void, State | undefined> {
  const { list } = engine.slices
  const begun = engine.changes
  const from = keyframeBefore(list, index)
  let { state, at } = walk
  // As long as it is under way it stands nowhere.
  walk.state = undefined
  if (state === undefined || at < from || at > index) {
    gatherPatches(engine, from)
    state = stateAtKeyframe(engine, list[from])
    at = from
  }
  for (const _ of playing(engine, journalsOf(engine, list.slice(at, index)), Infinity, state)) {
    yield
    if (engine.changes !== begun) return undefined
  }
  return state
}
