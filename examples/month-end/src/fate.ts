import { type Chance, chance } from './chance.ts'
import type { ToWorker } from './messages.ts'
import type { WorkerProcess } from './worker-process.ts'

/** What becomes of a worker over the year. */
export interface Fate {
  /** One more day: the worker deals with it, dies on the way, or is not there. */
  live(time: ToWorker): Promise<void>
  /** The last day: it is dealt with, whatever it takes. */
  finish(time: ToWorker): Promise<void>
  /** How often the worker was killed. */
  readonly kills: number
}

/** How long a worker lives: it is killed while it deals with its last day, or with a snapshot before. */
export interface Life {
  readonly days: number
  readonly snapshots: number
}

/** A worker that is killed at moments a seed chooses, and started again some days later; without a seed it is left alone. */
export function fateOf(seed: number | undefined, start: (life: Life) => WorkerProcess): Fate {
  const luck = seed === undefined ? undefined : chance(seed)
  let worker: WorkerProcess | null = null
  let life = lifeOf(luck)
  let daysWithout = 0
  let kills = 0
  const settles = async (time: ToWorker) => {
    if (worker === null) {
      life = lifeOf(luck)
      worker = start(life)
    }
    const settled = worker.settledAt(time)
    if (--life.days === 0) await worker.kill()
    if (await settled) return true
    worker = null
    kills++
    return false
  }
  return {
    async live(time) {
      if (daysWithout-- > 0) return
      if (!(await settles(time))) daysWithout = luck?.(0, 20) ?? 0
    },
    async finish(time) {
      while (!(await settles(time)));
      await worker?.kill()
    },
    get kills() {
      return kills
    },
  }
}

function lifeOf(luck: Chance | undefined): { days: number; readonly snapshots: number } {
  const never = Number.POSITIVE_INFINITY
  return { days: luck?.(1, 90) ?? never, snapshots: luck?.(1, 10) ?? never }
}
