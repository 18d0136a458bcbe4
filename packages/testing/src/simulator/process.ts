import { type Inventory, openInventory } from 'tidemark'
import type { Connection, Wires } from './wire.ts'

/** A process of the simulation, until it crashes and starts again. */
export interface SimulatedProcess {
  readonly name: string
  /** What it is at; null while it waits for something to do. */
  task: { done: boolean } | null
  connection: Connection
  /** Its inventory, opened when it is first used. */
  inventory(): Inventory
  /** Whether it has done anything since it started. */
  isUsed: boolean
  /** How far its clock is ahead, in milliseconds. */
  readonly skew: number
}

/** Starts a process. */
export function startProcess(name: string, wires: Wires, now: () => number, skew: number): SimulatedProcess {
  const process: SimulatedProcess = {
    name,
    task: null,
    skew,
    isUsed: false,
    connection: wires.connect(name),
    inventory: () => {
      throw new Error(`${name} has not started`)
    },
  }
  bear(process, now)
  return process
}

/** Ends a process as a crash does, and starts it again with nothing but the log. */
export function crash(process: SimulatedProcess, wires: Wires, now: () => number): void {
  process.connection.kill()
  process.connection = wires.connect(process.name)
  bear(process, now)
}

function bear(process: SimulatedProcess, now: () => number): void {
  const { log } = process.connection
  const clock = () => now() + process.skew
  let inventory: Inventory | undefined
  process.task = null
  process.isUsed = false
  process.inventory = () => {
    process.isUsed = true
    inventory ??= openInventory({ log, clock })
    return inventory
  }
}

/** Whether a process can be given something to do. */
export function isIdle({ task }: SimulatedProcess): boolean {
  return task === null || task.done
}

/** Gives a process something to do; what it throws is not its own business to handle, and ends the simulation. */
export function start(
  process: SimulatedProcess,
  work: () => Promise<void>,
  failed: (error: unknown) => void,
) {
  const task = { done: false }
  process.task = task
  work().then(
    () => {
      task.done = true
    },
    (error: unknown) => {
      task.done = true
      failed(error)
    },
  )
}

/** Turns of the event loop after which a process that neither ends nor waits is stuck. */
const PATIENCE = 200_000

/** Lets processes go on until each is at its end, or waits for something on its way. */
export async function settled(processes: readonly SimulatedProcess[]): Promise<void> {
  for (let turns = 0; turns < PATIENCE; turns++) {
    await new Promise((resolve) => setImmediate(resolve))
    if (processes.every((process) => isIdle(process) || process.connection.waiting() > 0)) return
  }
  const stuck = processes.filter((process) => !isIdle(process)).map(({ name }) => name)
  throw new Error(`${stuck.join(', ')}: neither at the end nor waiting for the log`)
}
