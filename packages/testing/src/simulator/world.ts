import type { EventLog, Position } from '@tidemark/log'
import type { InventoryView } from 'tidemark'
import type { History } from '../generators/deed.ts'
import type { OpenedLog } from '../log-conformance/promise.ts'
import type { Auditor } from './auditor.ts'
import type { Dice } from './dice.ts'
import type { SimulatedProcess } from './process.ts'
import type { Wires } from './wire.ts'

/** A process that records, with what it has to record still: its outbox, which outlives it. */
export interface Recorder extends SimulatedProcess {
  readonly outbox: History[number][][]
  /** What it is recording. */
  underWay: History[number][] | null
}

/** A process that reads, with views it keeps. */
export interface ReadingProcess extends SimulatedProcess {
  readonly kept: { readonly view: InventoryView; readonly held: unknown }[]
}

/** A process that handles events, with its checkpoint, which outlives it but may fall back. */
export interface Subscriber extends SimulatedProcess {
  readonly saved: Position[]
  /** The positions of the events it handled at least once. */
  readonly handled: Set<number>
}

/** A process that takes the snapshots of schedules and triggers. */
export type Worker = SimulatedProcess

/** All there is. */
export interface World {
  readonly dice: Dice
  /** The true time, in milliseconds since the epoch, and that at the beginning. */
  now: number
  readonly began: number
  readonly opened: OpenedLog
  log: EventLog
  readonly wires: Wires
  readonly auditor: Auditor
  /** What happens in the business, in the order in which it becomes known. */
  readonly history: History
  /** How much of it somebody has been told to record. */
  told: number
  readonly recorders: readonly Recorder[]
  readonly readers: readonly ReadingProcess[]
  readonly subscribers: readonly Subscriber[]
  readonly workers: readonly Worker[]
  /** What happened so far, a line each. */
  readonly trace: string[]
  /** The first failure of a process. */
  failure: { readonly error: unknown } | null
}

/** Everyone. */
export function everyone(world: World): readonly SimulatedProcess[] {
  return [...world.recorders, ...world.readers, ...world.subscribers, ...world.workers]
}

/** Notes what happens. */
export function note(world: World, text: string): void {
  world.trace.push(text)
}

/** Notes that a process failed in a way it must not. */
export function failed(world: World): (error: unknown) => void {
  return (error) => {
    world.failure ??= { error }
  }
}
