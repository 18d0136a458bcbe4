import { sqliteLog } from '@tidemark/log'
import { type Inventory, openInventory, simulatedClock } from 'tidemark'
import { fateOf } from './fate.ts'
import { BEGINNING, END, setRules } from './rules.ts'
import { startWorker } from './worker-process.ts'
import { days } from './year.ts'

/** How a year went. */
export interface Replay {
  readonly inventory: Inventory
  /** How often the worker was killed. */
  readonly kills: number
}

/** How a year is to go. */
export interface ReplayOptions {
  /** Files to be made: the log, and how far the worker has got. */
  readonly log: string
  readonly checkpoint: string
  /** Chooses when the worker is killed, and for how long nobody starts it again; left alone when left out. */
  readonly seed?: number | undefined
}

/**
 * Records the real year day by day while a worker in another process follows, and lets it come to its end. The simulated
 * time moves as fast as the two can go.
 */
export async function replayYear({ log: path, checkpoint, seed }: ReplayOptions): Promise<Replay> {
  const clock = simulatedClock(BEGINNING)
  const log = await sqliteLog({ path, clock: clock.now })
  const inventory = openInventory({ log, clock: clock.now })
  await setRules(inventory)
  const fate = fateOf(seed, ({ snapshots }) => startWorker(path, checkpoint, snapshots))
  for await (const { until, movements } of days()) {
    clock.moveTo(until)
    await inventory.record(movements)
    await fate.live({ now: until, position: await log.head() })
  }
  clock.moveTo(END)
  await fate.finish({ now: END, position: await log.head() })
  return { inventory, kills: fate.kills }
}
