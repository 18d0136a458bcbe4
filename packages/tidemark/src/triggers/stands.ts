import { type KnownEvent, latestTimeIn, namedBy } from '@tidemark/domain'
import type { Reader } from '../reading/reader.ts'
import { asReadable } from '../view/item.ts'
import { NO_STAND, type Stand, standOf } from './stand.ts'

/** An event of one item. */
export type ItemEvent = KnownEvent & { readonly item: string }

/** How an item stood around events that were recorded one after another, each later than all before it. */
interface Run {
  /** By position: the position of the event before it, `null` for the first, and the stand just after it. */
  readonly steps: ReadonlyMap<number, { readonly previous: number | null; readonly after: Stand }>
}

/** Events folded at a time: as many stands are kept of an item. */
const LONGEST_RUN = 256
/** Items of which stands are kept. */
const MOST_ITEMS = 1000

/**
 * Tells how items stood just before and just after events: at the instant of the event, as known until just before it was
 * recorded and just after. Events that came in order are folded together, so that going through a long past costs about
 * as much as reading it.
 */
export class Stands {
  readonly #reader: Reader
  readonly #runs = new Map<string, Run>()

  constructor(reader: Reader) {
    this.#reader = reader
  }

  after(event: ItemEvent): Stand {
    return this.#stepOf(event)?.after ?? this.#standAt(event, event.position)
  }

  before(event: ItemEvent): Stand {
    const previous = this.#stepOf(event)?.previous ?? null
    const known = previous === null ? undefined : this.#runs.get(event.item)?.steps.get(previous)
    return known?.after ?? this.#standAt(event, event.position - 1)
  }

  #standAt({ item, occurredAt }: ItemEvent, knownThrough: number): Stand {
    const state = this.#reader.timeline.view({ asOf: occurredAt, knownThrough }).unit(item)
    return state === undefined ? NO_STAND : standOf(asReadable(state))
  }

  #stepOf(event: ItemEvent) {
    const { item, position } = event
    const step = this.#runs.get(item)?.steps.get(position)
    if (step !== undefined) return step
    this.#runs.delete(item)
    const events = inOrderFrom(this.#reader.timeline.sources(item), position)
    // One alone is told as well without its past.
    if (events.length < 2) return undefined
    if (this.#runs.size >= MOST_ITEMS) this.#runs.clear()
    const run = this.#fold(item, events)
    this.#runs.set(item, run)
    return run.steps.get(position)
  }

  #fold(item: string, events: readonly KnownEvent[]): Run {
    const last = events.at(-1)
    const steps = new Map<number, { previous: number | null; after: Stand }>()
    if (last === undefined) return { steps }
    const positions = new Set(events.map(({ position }) => position))
    const view = this.#reader.timeline.view({ asOf: last.occurredAt, knownThrough: last.position })
    let previous: number | null = null
    view.trace(item, ({ position }, _effects, records) => {
      if (!positions.has(position)) return
      steps.set(position, { previous, after: standOf(records) })
      previous = position
    })
    return { steps }
  }
}

/**
 * The events of an item from a position on, as long as each is no correction and no earlier than all recorded before it:
 * then what was known just after it is what a replay of them all has folded by then.
 */
function inOrderFrom(sources: readonly KnownEvent[], position: number): readonly KnownEvent[] {
  const first = sources.findIndex((source) => source.position === position)
  let latest = Number.NEGATIVE_INFINITY
  for (const source of sources.slice(0, Math.max(first, 0))) latest = Math.max(latest, latestTimeIn(source))
  const run: KnownEvent[] = []
  for (const source of sources.slice(Math.max(first, 0), first + LONGEST_RUN)) {
    if (namedBy(source) !== null || source.occurredAt < latest) break
    run.push(source)
    latest = source.occurredAt
  }
  return run
}
