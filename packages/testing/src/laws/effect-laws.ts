import { type Checkpoint, type Position, position, type RecordedEvent } from '@tidemark/log'
import fc, { type Arbitrary } from 'fast-check'
import type { Inventory } from 'tidemark'
import type { History } from '../generators/deed.ts'
import { arbitraryHistory } from '../generators/history.ts'
import { knownEvents, movementLine } from '../generators/known.ts'
import { type Recording, recordOneByOne, withInventory } from './inventory-subject.ts'
import { defineLaw, type Law } from './law.ts'
import { mustBeSame } from './same.ts'

/** An inventory whose events are processed. */
export type Processing = Recording & Pick<Inventory, 'processEvents'>

/** What a host does because of an event. */
export interface EffectSubject<Kind extends Processing = Inventory> {
  /** Opens an empty inventory; it and its log have this clock, in milliseconds since the epoch. */
  readonly open: (clock: () => number) => Kind | Promise<Kind>
  /** Does what there is to do because of an event. Handed to `processEvents`. */
  readonly handle: (inventory: Kind, event: RecordedEvent) => void | Promise<void>
  /** What was done so far, a text each: the same effects are the same texts, in whatever inventory. */
  readonly effects: (inventory: Kind) => readonly string[] | Promise<readonly string[]>
  readonly histories?: Arbitrary<History> | undefined
}

/** How a processor dies: before an event is handled, after it, or after it with its checkpoint lost. */
type Crash = 'before' | 'after' | 'checkpoint lost'

/**
 * The laws of what a host does because of events: at least once handed, exactly once done.
 *
 * @example
 * const laws = effectLaws({ open, handle: takeSnapshotOfCount, effects: async ({ snapshots }) =>
 *   (await snapshots.list()).map(({ name }) => name) })
 */
export function effectLaws<Kind extends Processing>(subject: EffectSubject<Kind>): readonly Law[] {
  const { open, handle, effects, histories = arbitraryHistory({ size: 12 }) } = subject
  const crashes = fc.array(
    fc.constantFrom<(Crash | null)[]>(null, null, 'after', 'before', 'checkpoint lost'),
    {
      maxLength: 20,
      size: 'max',
    },
  )
  const outcome = (history: History, crashes: readonly (Crash | null)[]) =>
    withInventory(open, async (opened) => {
      await recordOneByOne(opened, history)
      const handled = await processAll(opened.inventory, crashes, (event) => handle(opened.inventory, event))
      return { handled, effects: (await effects(opened.inventory)).toSorted() }
    })
  const law = (name: string, statement: string, part: 'handled' | 'effects') =>
    defineLaw({
      name,
      statement,
      cases: fc.record({ history: histories, crashes }),
      history: ({ history }) => knownEvents(history).map(movementLine),
      circumstances: ({ crashes }) =>
        `at each event: ${crashes.map((crash) => crash ?? 'no crash').join(', ')}`,
      holds: async ({ history, crashes }) => {
        const undisturbed = await outcome(history, [])
        const through = await outcome(history, crashes)
        if (part === 'handled') {
          const all = history.map(({ event }) => textOf(event))
          // What the processor records itself is handled as well, some time.
          const firstTimes = [...new Set(through.handled)].filter((text) => all.includes(text))
          mustBeSame(firstTimes, all, 'events in the order they were first handled')
        } else mustBeSame(through.effects, undisturbed.effects, 'effects')
      },
    })
  return [
    law(
      'every event is handled, through crashes',
      'However often a processor dies, before or after its work or with its checkpoint lost, every event is handled, and for the first time in order.',
      'handled',
    ),
    law(
      'what an event triggers happens once, through crashes',
      'However often a processor dies, and however often events are delivered again, what is done because of them is what is done without a crash.',
      'effects',
    ),
  ]
}

/** What tells an event of a history from all others. */
function textOf(event: { readonly type: string; readonly id: string }): string {
  const item = 'item' in event ? event.item : null
  return JSON.stringify([event.type, item, event.id])
}

/** Processes everything there is, starting again after each crash. Returns what was handled, repeats included. */
async function processAll(
  inventory: Processing,
  crashes: readonly (Crash | null)[],
  handle: (event: RecordedEvent) => void | Promise<void>,
): Promise<readonly string[]> {
  const handled: string[] = []
  const checkpoint = checkpointInMemory()
  let turn = 0
  for (;;) {
    const stop = new AbortController()
    try {
      await inventory.processEvents({
        checkpoint,
        saveEvery: 2,
        signal: stop.signal,
        onCaughtUp: () => stop.abort(),
        handle: async (event) => {
          const crash = crashes[turn++] ?? null
          if (crash === 'before') throw new Crashed()
          await handle(event)
          handled.push(textOf({ ...event.data, ...event }))
          if (crash === 'checkpoint lost') checkpoint.lose()
          if (crash !== null) throw new Crashed()
        },
      })
      return handled
    } catch (error) {
      if (!(error instanceof Crashed)) throw error
    }
  }
}

/** The end of a processor, put on by the law. */
class Crashed extends Error {}

/** A checkpoint that may fall back to the one before, or to nothing, as one does that was not on disk yet. */
function checkpointInMemory(): Checkpoint & { lose(): void } {
  let saved: Position | undefined
  let before: Position | undefined
  let lost = false
  return {
    load: async () => {
      if (lost) saved = before
      lost = false
      return saved
    },
    save: async (reached) => {
      before = saved
      saved = position(reached)
    },
    lose: () => {
      lost = true
    },
  }
}
