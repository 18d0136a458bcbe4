import { memoryLog } from '@tidemark/log'
import {
  type Inventory,
  openInventory,
  type RunOptions,
  type SimulatedClock,
  type Snapshot,
  simulatedClock,
  type WorkerState,
} from '../src/index.ts'

/** An inventory whose log, rules and workers all go by one clock that a test moves. */
export interface Simulation {
  readonly inventory: Inventory
  readonly clock: SimulatedClock
  /** Another process over the same log: it shares nothing else. */
  another(): Inventory
}

export function simulate(start: string): Simulation {
  const clock = simulatedClock(Date.parse(start))
  const log = memoryLog({ clock: clock.now })
  const another = () => openInventory({ log, clock: clock.now })
  return { inventory: another(), clock, another }
}

/** What is told of a snapshot when two runs must have come to the same. */
export function essence({ id, name, asOf, knownThrough, digest, totals, cause }: Snapshot): object {
  return { id, name, asOf, knownThrough, digest, totals, cause }
}

/** The snapshots there are, in the order of their ids. */
export async function essences(inventory: Inventory): Promise<readonly object[]> {
  const all = await inventory.snapshots.list()
  return all.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(essence)
}

/** The names of the snapshots, in the order of the instants they stand for. */
export async function names(inventory: Inventory): Promise<readonly string[]> {
  const all = await inventory.snapshots.list()
  return all.toSorted((a, b) => a.asOf - b.asOf).map(({ name }) => name)
}

/** A worker that runs until it is stopped. */
export interface RunningWorker {
  readonly taken: readonly string[]
  /** Resolves as soon as its state is such. */
  until(isSo: (state: WorkerState) => boolean): Promise<void>
  stop(): Promise<void>
}

export function start(inventory: Inventory, options: RunOptions): RunningWorker {
  const stop = new AbortController()
  const taken: string[] = []
  const waiting = new Set<{ readonly isSo: (state: WorkerState) => boolean; readonly go: () => void }>()
  let state: WorkerState = { judgedThrough: null, takenThrough: null, nextDue: null, taken: 0 }
  const running = inventory.run({
    ...options,
    signal: stop.signal,
    onTaken: ({ name }) => void taken.push(name),
    onState: (now) => {
      state = now
      for (const one of [...waiting]) if (one.isSo(now)) one.go()
    },
  })
  return {
    taken,
    until: (isSo) =>
      isSo(state)
        ? Promise.resolve()
        : Promise.race([new Promise<void>((go) => waiting.add({ isSo, go })), running]),
    stop: () => {
      stop.abort()
      return running
    },
  }
}

/** Whether a worker has taken all that is due at an instant. */
export const isThrough = (instant: number) => (state: WorkerState) =>
  state.takenThrough !== null && state.takenThrough >= instant
