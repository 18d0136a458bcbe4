import fc from 'fast-check'
import type { History } from '../generators/deed.ts'
import { knownEvents, movementLine } from '../generators/known.ts'
import { cutsOf, picks } from './cuts.ts'
import {
  digestsAt,
  historiesOf,
  type InventorySubject,
  recordOneByOne,
  withInventory,
} from './inventory-subject.ts'
import { defineLaw, type Law } from './law.ts'
import { mustBeSame } from './same.ts'

/** At least once in, exactly once out. */
export function recordingTwiceIsRecordingOnce(subject: InventorySubject): Law {
  const batches = fc.array(
    fc.record({ size: fc.integer({ min: 1, max: 5 }), again: fc.array(picks, { maxLength: 3 }) }),
    { minLength: 1, maxLength: 5 },
  )
  return defineLaw({
    name: 'recording twice is recording once',
    statement:
      'However often facts are recorded again, in the same batch or a later one, the log holds them once, each repeat is told where the first stands, and the digest as of every instant is that of recording once.',
    cases: fc.record({ history: historiesOf(subject), batches }),
    history: ({ history }) => knownEvents(history).map(movementLine),
    circumstances: ({ batches }) =>
      `batches of ${batches.map(({ size, again }) => `${size}+${again.length}`).join(', ')}`,
    holds: async ({ history, batches }) => {
      const instants = cutsOf(knownEvents(history))
      const once = await withInventory(subject.open, async (opened) => {
        await recordOneByOne(opened, history)
        return { events: (await opened.inventory.head()).events, digests: await digestsAt(opened, instants) }
      })
      await withInventory(subject.open, async (opened) => {
        const places = new Map<object, object>()
        for (const batch of withRepeats(history, batches)) {
          for (const [index, { stream, revision, position }] of (await opened.record(batch)).entries()) {
            const entry = batch[index]
            if (entry === undefined) continue
            const place = { stream, revision, position }
            mustBeSame(
              place,
              places.get(entry) ?? place,
              `${entry.event.type} ${entry.event.id} recorded again`,
            )
            places.set(entry, place)
          }
        }
        mustBeSame((await opened.inventory.head()).events, once.events, 'events in the log')
        mustBeSame(await digestsAt(opened, instants), once.digests, 'the digest')
      })
    },
  })
}

type Batches = readonly { readonly size: number; readonly again: readonly ((length: number) => number)[] }[]

/** A history in batches, each with some of what is recorded so far, itself included, once more. */
function withRepeats(history: History, batches: Batches): readonly History[] {
  const done: History[] = []
  for (let from = 0; from < history.length; ) {
    const { size, again } = batches[done.length % batches.length] ?? { size: 1, again: [] }
    const soFar = history.slice(0, from + size)
    const repeats = again.flatMap((pick) => soFar[pick(soFar.length)] ?? [])
    done.push([...history.slice(from, from + size), ...repeats])
    from += size
  }
  return done
}
