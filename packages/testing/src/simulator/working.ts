import { formatInstant } from 'tidemark'
import { NotTheSame } from '../laws/law-broken.ts'
import { mustBeSame } from '../laws/same.ts'
import { isIdle, start } from './process.ts'
import { passing } from './reading.ts'
import { failed, note, type Worker, type World } from './world.ts'

/** The rules that workers go by: a snapshot each week, and one whenever goods were transferred. */
const SCHEDULE = 'weekly'
const TRIGGER = 'transfers'

const WEEK = 7 * 86_400_000

/** A worker takes what is due and what was triggered, unless it dies over it. */
export function work(world: World): void {
  const worker = world.dice.pick(world.workers.filter(isIdle))
  if (worker !== undefined) start(worker, () => workOnce(world, worker), failed(world))
}

/** Takes all there is to take. Setting a rule that is set changes nothing, so every worker makes sure of them. */
export async function workOnce(world: World, worker: Worker): Promise<void> {
  const { snapshots } = worker.inventory()
  const run = async () => {
    await snapshots.schedules.set(SCHEDULE, { every: 'week', timeZone: 'UTC', from: world.began })
    await snapshots.triggers.set(TRIGGER, { on: ['StockTransferred'], backfill: true })
    await worker.inventory().run({ once: true })
    return 'took what was due'
  }
  note(world, `${worker.name}: ${(await run().catch(passing)) ?? 'the log cannot be reached'}`)
}

/** Every week that ended has one snapshot, and so has every transfer. */
export async function checkTaken(world: World, worker: Worker): Promise<void> {
  await world.auditor.audit()
  const taken = await worker.inventory().snapshots.list()
  const boundaries = taken.flatMap(({ cause }) => (cause.kind === 'schedule' ? (cause.boundary ?? []) : []))
  mustBeSame(
    boundaries.toSorted((a, b) => a - b).map(formatInstant),
    weeksEnded(world.began, world.now + worker.skew).map(formatInstant),
    'the weeks of which there is a snapshot',
  )
  const transfers = world.auditor.events.filter(({ type }) => type === 'StockTransferred')
  const fired = taken.filter(({ cause }) => cause.kind === 'trigger')
  if (fired.length !== transfers.length) {
    throw new NotTheSame(`${transfers.length} transfers, and ${fired.length} snapshots of them`)
  }
}

/** The Mondays after an instant and up to another one. */
function weeksEnded(after: number, until: number): readonly number[] {
  // The epoch was on a Thursday: the first Monday is four days later.
  const first = Math.floor((after - MONDAY) / WEEK) * WEEK + MONDAY + WEEK
  const count = Math.max(0, Math.floor((until - first) / WEEK) + 1)
  return Array.from({ length: count }, (_, index) => first + index * WEEK)
}

const MONDAY = 4 * 86_400_000
