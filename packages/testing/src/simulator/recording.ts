import type { InventoryEventInput } from 'tidemark'
import type { History } from '../generators/deed.ts'
import { isIdle, start } from './process.ts'
import { failed, note, type Recorder, type World } from './world.ts'

/** Refusals that a history may meet when others are faster or slower. */
const refusals: readonly string[] = [
  'UNKNOWN_MOVEMENT',
  'INVALID_CORRECTION',
  'FROM_THE_FUTURE',
  'TRACKING_WITH_STOCK',
]

/** A recorder gets on with its outbox, with what has just become known, or with what others were told already. */
export function record(world: World): void {
  const { dice } = world
  const recorder = dice.pick(world.recorders.filter(isIdle))
  if (recorder === undefined) return
  const batch = dice.oneIn(5) ? again(world) : (recorder.outbox.shift() ?? news(world))
  if (batch.length === 0) return
  recorder.underWay = batch
  start(recorder, () => recordBatch(world, recorder, batch), failed(world))
}

function news(world: World): History[number][] {
  const batch = world.history.slice(world.told, world.told + 1 + world.dice.below(3))
  world.told += batch.length
  world.now = Math.max(world.now, ...batch.map(({ recordedAt }) => Date.parse(recordedAt)))
  return [...batch]
}

/** What was told before, once more: by way of exception two processes are told the same. */
function again(world: World): History[number][] {
  const from = world.dice.below(world.told + 1)
  return world.history.slice(from, Math.min(world.told, from + 2))
}

async function recordBatch(world: World, recorder: Recorder, batch: History[number][]): Promise<void> {
  const events = batch.map(({ event }) => event)
  const { auditor } = world
  const wereThere = auditor.holds(events)
  auditor.ask(events)
  const outcome = await recorder
    .inventory()
    .record(events)
    .then(
      (recorded) => ({ recorded, code: null }),
      (error: unknown) => ({ recorded: null, code: codeOf(error), error }),
    )
  recorder.underWay = null
  note(world, `${recorder.name}: ${namesOf(events)}: ${outcome.code ?? 'recorded'}`)
  if (outcome.recorded !== null) return auditor.acknowledged(outcome.recorded)
  // Whether it was written is not known: it is recorded again.
  if (outcome.code === 'LOG_UNAVAILABLE') recorder.outbox.push(batch)
  else if (!refusals.includes(outcome.code)) throw outcome.error
  else if (wereThere)
    throw new Error(`${namesOf(events)}: refused with ${outcome.code}, though recorded before`)
  // One of them is refused: the others are not to suffer for it.
  else if (batch.length > 1) recorder.outbox.push(...batch.map((entry) => [entry]))
}

/** After the storm everything is recorded once more: it is there, or it is refused for a reason. */
export async function recordAll(world: World): Promise<void> {
  const [recorder] = world.recorders
  if (recorder === undefined) return
  world.now = Math.max(world.now, ...world.history.map(({ recordedAt }) => Date.parse(recordedAt)))
  recorder.outbox.unshift([...world.history])
  for (let batch = recorder.outbox.shift(); batch !== undefined; batch = recorder.outbox.shift()) {
    await recordBatch(world, recorder, batch)
  }
}

function namesOf(events: readonly InventoryEventInput[]): string {
  return events
    .map((event) => `${event.type} ${'item' in event ? `${event.item}/` : ''}${event.id}`)
    .join(', ')
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
