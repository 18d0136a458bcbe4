import { createHash } from 'node:crypto'
import { memoryLog } from '@tidemark/log'
import fc from 'fast-check'
import { arbitraryHistory } from '../generators/history.ts'
import { START } from '../generators/instants.ts'
import { inOnePass } from '../laws/read.ts'
import { mustBeSame } from '../laws/same.ts'
import type { OpenedLog } from '../log-conformance/promise.ts'
import { Auditor } from './auditor.ts'
import { type Dice, diceOf } from './dice.ts'
import { SimulationFailed } from './failed.ts'
import { crash, type SimulatedProcess, settled, startProcess } from './process.ts'
import { look } from './reading.ts'
import { record, recordAll } from './recording.ts'
import { checkSnapshots, handleAll, handleEvents } from './subscribing.ts'
import { type FaultRates, wiresTo } from './wire.ts'
import { checkTaken, work, workOnce } from './working.ts'
import { everyone, note, type World } from './world.ts'

/** What is simulated. */
export interface SimulationOptions {
  /** A whole number; the same one gives the same simulation. */
  readonly seed: number
  /** How many things happen before all comes to rest; 40. */
  readonly steps?: number | undefined
  /** Opens an empty log with this clock, in milliseconds since the epoch; one in memory when left out. */
  readonly open?: ((clock: () => number) => OpenedLog | Promise<OpenedLog>) | undefined
  /** How many processes record, read, subscribe, and take the snapshots of rules; 2, 1, 1 and 1. */
  readonly recorders?: number | undefined
  readonly readers?: number | undefined
  readonly subscribers?: number | undefined
  readonly workers?: number | undefined
  /** How often something goes wrong. */
  readonly faults?: Partial<FaultRates> | undefined
}

/** What a simulation came to. */
export interface Simulation {
  readonly seed: number
  readonly steps: number
  /** How many events the log holds in the end. */
  readonly events: number
  /** How often each fault struck. */
  readonly faults: Readonly<Record<keyof FaultRates | 'crash', number>>
  /** What happened, a line each: no two simulations of a seed differ in it. */
  readonly trace: readonly string[]
  /** SHA-256 in hex of the trace and of what the inventory holds in the end. */
  readonly digest: string
}

const rates: FaultRates = { lostRequest: 8, lostAnswer: 8, delay: 4, brokenRead: 25 }

/**
 * Lets several processes record, read, subscribe and go by schedules and triggers over one log while requests and answers are lost, delayed and
 * repeated and processes crash, by a simulated clock and drawn from a seed; an auditor checks every step.
 *
 * @throws SimulationFailed with what went wrong, what happened before, and the command that repeats it.
 * @example
 * const { digest } = await simulate({ seed: 7, steps: 100, open: (clock) => openMyLog(clock) })
 */
export async function simulate(options: SimulationOptions): Promise<Simulation> {
  const { seed, steps = 40 } = options
  const world = await create(options)
  let crashes = 0
  let step = 0
  try {
    for (; step < steps; step++) {
      crashes += await happen(world)
      await settled(everyone(world))
      if (world.failure !== null) throw world.failure.error
      await world.auditor.audit()
    }
    const digest = await rest(world)
    const hash = createHash('sha256').update(world.trace.join('\n')).update(digest).digest('hex')
    const faults = { ...world.wires.faults, crash: crashes }
    return { seed, steps, events: world.auditor.events.length, faults, trace: world.trace, digest: hash }
  } catch (error) {
    throw new SimulationFailed(seed, steps, step, world.trace, error)
  } finally {
    await world.opened.dispose()
  }
}

async function create(options: SimulationOptions): Promise<World> {
  const {
    seed,
    steps = 40,
    recorders = 2,
    readers = 1,
    subscribers = 1,
    workers = 1,
    open = inMemory,
  } = options
  const dice = diceOf(seed)
  const opened = await open(() => world.now)
  const wires = wiresTo(() => world.log, dice, { ...rates, ...options.faults })
  const process = (kind: string, index: number): SimulatedProcess => {
    const skew = (dice.below(7) - 3) * 60_000
    return startProcess(`${kind} ${index + 1}`, wires, () => world.now, skew)
  }
  const some = <T>(count: number, make: (index: number) => T) =>
    Array.from({ length: count }, (_, n) => make(n))
  const [history = []] = fc.sample(histories(steps), { seed, numRuns: 1 })
  const world: World = {
    dice,
    now: START,
    began: START,
    opened,
    log: opened.log,
    wires,
    auditor: new Auditor(() => world.log),
    history,
    told: 0,
    recorders: [],
    readers: [],
    subscribers: [],
    workers: [],
    trace: [],
    failure: null,
  }
  return Object.assign(world, {
    recorders: some(recorders, (n) => Object.assign(process('recorder', n), { outbox: [], underWay: null })),
    readers: some(readers, (n) => Object.assign(process('reader', n), { kept: [] })),
    subscribers: some(subscribers, (n) => {
      return Object.assign(process('subscriber', n), { saved: [], handled: new Set<number>() })
    }),
    workers: some(workers, (n) => process('worker', n)),
  })
}

const inMemory = (clock: () => number): OpenedLog => {
  const log = memoryLog({ clock })
  return { log, dispose: () => log.close() }
}

function histories(steps: number) {
  const size = Math.max(4, Math.ceil(steps / 2))
  return arbitraryHistory({ items: 2, branches: 2, size: { min: size, max: size } })
}

/** One thing happens. Returns how many processes crashed over it. */
async function happen(world: World): Promise<number> {
  const { dice, wires } = world
  const roll = dice.below(20)
  if (roll < 8) record(world)
  else if (roll < 11) look(world)
  else if (roll < 12) handleEvents(world)
  else if (roll < 13) work(world)
  else if (roll < 16) arrive(world)
  else if (roll < 17) {
    dice.pick(wires.onTheirWay)?.drop()
    note(world, 'something is lost on its way')
  } else if (roll < 18) {
    world.now += dice.below(120) * 60_000
    note(world, `it is ${new Date(world.now).toISOString()}`)
  } else if (roll < 19 || world.opened.crash === undefined) return crashOne(world, dice)
  else return restartLog(world)
  return 0
}

function arrive(world: World): void {
  const thing = world.dice.pick(world.wires.onTheirWay)
  if (thing === undefined) return
  note(world, `${thing.process}: its ${thing.what} arrives`)
  thing.goOn()
}

function crashOne(world: World, dice: Dice): number {
  const process = dice.pick(everyone(world))
  if (process === undefined) return 0
  note(world, `${process.name} crashes`)
  revive(world, process)
  return 1
}

/** What a recorder was at, it finds in its outbox. */
function revive(world: World, process: SimulatedProcess): void {
  const recorder = world.recorders.find((recorder) => recorder === process)
  if (recorder?.underWay) recorder.outbox.unshift(recorder.underWay)
  if (recorder !== undefined) recorder.underWay = null
  crash(process, world.wires, () => world.now)
}

/** The log ends as a crash ends it: with the processes that were connected, and with what was on its way. */
async function restartLog(world: World): Promise<number> {
  note(world, 'the log crashes')
  for (const process of everyone(world)) revive(world, process)
  for (const thing of [...world.wires.onTheirWay]) thing.drop()
  const { crash: reopen } = world.opened
  if (reopen !== undefined) world.log = await reopen()
  await world.auditor.auditAnew()
  return everyone(world).length
}

/** The storm is over: what was to be recorded is recorded, everyone catches up, and all say the same. */
async function rest(world: World): Promise<string> {
  const { wires, auditor } = world
  wires.calm()
  await settled(everyone(world))
  if (world.failure !== null) throw world.failure.error
  await recordAll(world)
  for (const worker of world.workers) {
    await workOnce(world, worker)
    await checkTaken(world, worker)
  }
  for (const subscriber of world.subscribers) {
    await handleAll(world, subscriber)
    await checkSnapshots(world, subscriber)
  }
  const state = auditor.stateAt(world.now, auditor.acknowledgedThrough)
  const used = everyone(world).filter(({ isUsed }) => isUsed)
  for (const process of used) {
    const view = await process.inventory().asOf(world.now)
    mustBeSame(inOnePass(view.stock), state, `what ${process.name} says in the end`)
  }
  const [last] = used
  if (last === undefined) return ''
  mustBeSame((await last.inventory().verify()).problems, [], 'what is found wrong')
  return (await last.inventory().asOf(world.now)).digest().digest
}
