import { type Position, type RecordedEvent, START } from '@tidemark/log'
import { effectId } from 'tidemark'
import { NotTheSame } from '../laws/law-broken.ts'
import { isIdle, start } from './process.ts'
import { passing } from './reading.ts'
import { failed, note, type Subscriber, type World } from './world.ts'

/** More than clocks differ by, in milliseconds. */
const SKEW = 600_000

/** What makes a subscriber take a snapshot. */
const triggering = ['CountPosted', 'StockTransferred', 'StockReturnedToSupplier']

/** A subscriber handles what has come since its checkpoint, unless it dies over it. */
export function handleEvents(world: World): void {
  const subscriber = world.dice.pick(world.subscribers.filter(isIdle))
  if (subscriber === undefined) return
  // Now and then what was saved last was not on disk.
  if (world.dice.oneIn(4)) subscriber.saved.pop()
  start(subscriber, () => handleAll(world, subscriber), failed(world))
}

/** Handles everything there is. */
export async function handleAll(world: World, subscriber: Subscriber): Promise<void> {
  const stop = new AbortController()
  const from = subscriber.saved.at(-1) ?? START
  let last: number = from
  const outcome = await subscriber
    .inventory()
    .processEvents({
      checkpoint: {
        load: async () => subscriber.saved.at(-1),
        save: async (reached: Position) => void subscriber.saved.push(reached),
      },
      saveEvery: 3,
      signal: stop.signal,
      onCaughtUp: () => stop.abort(),
      handle: async (event) => {
        await checkDelivery(world, event, last)
        last = event.position
        await takeSnapshot(world, subscriber, event)
        subscriber.handled.add(event.position)
      },
    })
    .then(() => 'caught up')
    .catch(passing)
  note(world, `${subscriber.name}: from ${from} through ${last}: ${outcome ?? 'the log cannot be reached'}`)
}

/** Nothing lies between two events that are delivered one after the other. */
async function checkDelivery({ auditor }: World, event: RecordedEvent, last: number): Promise<void> {
  await auditor.audit()
  const due = auditor.events.find(({ position }) => position > last)
  if (due?.position === event.position) return
  throw new NotTheSame(`after ${last} event ${event.position} was delivered, and ${due?.position} was due`)
}

async function takeSnapshot(world: World, subscriber: Subscriber, event: RecordedEvent): Promise<void> {
  if (!triggering.includes(event.type)) return
  const id = snapshotOf(event)
  world.auditor.askSnapshot(id)
  // A subscriber whose clock is behind could not take one of this very moment.
  const asOf = event.recordedAt - SKEW
  await subscriber.inventory().snapshots.create({ id, name: effectId('after', event), asOf })
}

function snapshotOf(event: RecordedEvent): string {
  return `after-${event.stream.replaceAll(/[^A-Za-z0-9]/g, '-')}-${event.revision}`
}

/** Every event that triggers a snapshot has got one, and each reads as it was frozen. */
export async function checkSnapshots(world: World, subscriber: Subscriber): Promise<void> {
  await world.auditor.audit()
  for (const event of world.auditor.events) {
    if (!subscriber.handled.has(event.position) && !/^(Snapshot|Schedule|Trigger)/.test(event.type)) {
      throw new NotTheSame(`${subscriber.name} was never given event ${event.position}`)
    }
    if (!triggering.includes(event.type)) continue
    const { ok } = await subscriber.inventory().snapshots.verify(snapshotOf(event))
    if (!ok) throw new NotTheSame(`snapshot ${snapshotOf(event)} is not what it froze`)
  }
}
