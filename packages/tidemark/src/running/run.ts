import { type Checkpoint, type Position, processEvents } from '@tidemark/log'
import { ScheduleBook } from '../scheduling/schedule-book.ts'
import { DueTaker } from '../scheduling/take-due.ts'
import { assertWhole } from '../sharing/share.ts'
import type { Snapshot } from '../snapshots/catalogue.ts'
import { inWorkspace } from '../snapshots/in-workspace.ts'
import { TriggerBook } from '../triggers/trigger-book.ts'
import { TriggerWatch } from '../triggers/watch.ts'
import type { Workspace } from '../workspace.ts'
import { systemClock, type WorkerClock } from './clock.ts'

/** How a worker runs. */
export interface RunOptions {
  /** Aborting ends the run after the snapshot at hand. */
  readonly signal?: AbortSignal | undefined
  /**
   * How far triggers have got, so that the next start goes on there. Without one they begin at the oldest trigger; what
   * they took is not taken again.
   */
  readonly checkpoint?: Checkpoint | undefined
  /** Take what is due, go through what has happened, and end. */
  readonly once?: boolean | undefined
  /** Told each snapshot this worker took, when it is recorded; the worker waits for it. */
  readonly onTaken?: ((snapshot: Snapshot) => void | Promise<void>) | undefined
  /** Told how far the worker is, whenever that changes. */
  readonly onState?: ((state: WorkerState) => void) | undefined
  /** The time to go by; that of the inventory, with real timers, when left out. */
  readonly clock?: WorkerClock | undefined
}

/** How far a worker is. Instants are in milliseconds since the epoch. */
export interface WorkerState {
  /** Triggers have judged every event through this position of the log; `null` before the first. */
  readonly judgedThrough: number | null
  /** Everything due until this instant is taken; `null` before the first look. */
  readonly takenThrough: number | null
  /** When the next scheduled snapshot is due; `null` when none is. */
  readonly nextDue: number | null
  /** Snapshots this worker took. */
  readonly taken: number
}

/** Takes the snapshots of schedules and triggers, until the signal aborts or, once, until there is nothing to do. */
export async function runWorker(workspace: Workspace, options: RunOptions): Promise<void> {
  assertWhole(workspace.reader.share, 'a snapshot')
  const stop = new AbortController()
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal])
  const worker = new Worker(workspace, options, signal)
  // Before any rule is read: what is set from now on is met on the way.
  const head = await workspace.log.head()
  if (options.once === true) return worker.once(head)
  // One that fails ends the other; its error is the one to tell.
  const parts = [worker.watch(head), worker.keepSchedules()].map((part) =>
    part.catch((error: unknown) => {
      stop.abort()
      throw error
    }),
  )
  await Promise.allSettled(parts)
  await Promise.all(parts)
}

class Worker {
  readonly #workspace: Workspace
  readonly #options: RunOptions
  readonly #signal: AbortSignal
  readonly #clock: WorkerClock
  readonly #schedules: ScheduleBook
  readonly #due: DueTaker
  readonly #watch: TriggerWatch
  #state: WorkerState = { judgedThrough: null, takenThrough: null, nextDue: null, taken: 0 }
  /** Aborted when schedules were changed, so that nobody waits for what is no longer due. */
  #changed = new AbortController()

  constructor(workspace: Workspace, options: RunOptions, signal: AbortSignal) {
    const { log, reader, now } = workspace
    this.#workspace = workspace
    this.#options = options
    this.#signal = signal
    this.#clock = options.clock ?? systemClock(now)
    this.#schedules = new ScheduleBook(log, reader.prefix)
    this.#due = new DueTaker(workspace, this.#schedules)
    this.#watch = new TriggerWatch(workspace, new TriggerBook(log, reader.prefix), this.#tellTaken)
  }

  readonly #tellTaken = async (id: string): Promise<void> => {
    const { reader } = this.#workspace
    await reader.catchUp()
    this.#change({ taken: this.#state.taken + 1 })
    const snapshot = reader.catalogue.find(id)
    if (snapshot !== undefined) await this.#options.onTaken?.(inWorkspace(snapshot, reader.prefix))
  }

  #change(part: Partial<WorkerState>): void {
    this.#state = { ...this.#state, ...part }
    this.#options.onState?.(this.#state)
  }

  /** Goes through what has happened, takes what is due, ends. */
  async once(head: Position): Promise<void> {
    const caughtUp = new AbortController()
    await this.watch(head, () => caughtUp.abort(), AbortSignal.any([this.#signal, caughtUp.signal]))
    if (!this.#signal.aborted) await this.#takeDue()
  }

  /** Judges every event by the triggers. */
  async watch(
    head: Position,
    onCaughtUp: () => void = () => {},
    signal: AbortSignal = this.#signal,
  ): Promise<void> {
    const beginning = await this.#watch.beginning(head)
    const { checkpoint } = this.#options
    await processEvents(this.#workspace.log, {
      streamPrefixes: [this.#workspace.reader.prefix],
      signal,
      checkpoint: {
        load: async () => (await checkpoint?.load()) ?? beginning,
        save: async (position) => checkpoint?.save(position),
      },
      handle: async (event) => {
        await this.#watch.judge(event, signal)
        this.#change({ judgedThrough: event.position })
        if (event.type === 'ScheduleSet' || event.type === 'ScheduleRemoved') this.#changed.abort()
      },
      onCaughtUp: (position) => {
        this.#change({ judgedThrough: position })
        onCaughtUp()
      },
    })
  }

  /** Takes what is due, again and again. */
  async keepSchedules(): Promise<void> {
    while (!this.#signal.aborted) {
      this.#changed = new AbortController()
      await this.#takeDue()
      await this.#clock.until(this.#state.nextDue, AbortSignal.any([this.#signal, this.#changed.signal]))
    }
  }

  async #takeDue(): Promise<void> {
    const now = this.#clock.now()
    const nextDue = await this.#due.takeDue(now, this.#tellTaken, this.#signal)
    if (!this.#signal.aborted) this.#change({ takenThrough: now, nextDue })
  }
}
