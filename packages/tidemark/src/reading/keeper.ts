import { inTheBackground } from '../turns/background.ts'
import { stepByStep } from '../turns/steps.ts'
import { isDamage } from './damage.ts'
import type { RecordingTimes } from './recording-times.ts'

/** Events read before it is worth keeping them. */
const WORTH_KEEPING = 20_000
/** So many times as many of a long reading before it is worth being kept on the way. */
const WORTH_A_STOP = 10

/** Keeps what was read in a cache, mostly while nobody waits: where much of a large timeline changed it takes seconds. */
export class Keeper<Reading extends { readonly times: RecordingTimes }> {
  readonly #keeping: (reading: Reading) => Generator<void, boolean>
  /** Events read since they were last kept. */
  #unkept = 0
  /** What is keeping them in the background. */
  #work: Generator<void, boolean> | undefined

  /** `keeping` keeps a reading step by step; `false`: it could not be kept. */
  constructor(keeping: (reading: Reading) => Generator<void, boolean>) {
    this.#keeping = keeping
  }

  /** To be told with all that is read: what is being kept in the background is then no longer all, and is left. */
  noteRead(events: number): void {
    this.#unkept += events
    this.#work = undefined
  }

  /** Nothing is left to be kept: it is kept, or all that was read is to be read again. */
  clear(): void {
    this.#unkept = 0
    this.#work = undefined
  }

  /** Keeps it while nobody waits, if it is worth it. */
  keepInTheBackground(reading: Reading): void {
    if (this.#work !== undefined || this.#unkept < WORTH_KEEPING) return
    const work = this.#keeping(reading)
    this.#work = work
    inTheBackground(this.#working(work))
  }

  /** A first reading is long: what is kept on the way is not read again should it be broken off. */
  async keepOnTheWay(reading: Reading): Promise<void> {
    if (this.#unkept >= Math.max(WORTH_A_STOP * WORTH_KEEPING, reading.times.count / 2))
      await this.#keep(reading)
  }

  /** Keeps the rest; what cannot be kept is read again at the next start. */
  async keepRest(reading: Reading): Promise<void> {
    if (this.#unkept > 0) await this.#keep(reading).catch(() => undefined)
  }

  *#working(work: Generator<void, boolean>): Generator<void, void> {
    try {
      while (this.#work === work) {
        if (work.next().done === true) return this.clear()
        yield
      }
    } catch (error) {
      // A cache that takes nothing is tried again only when it is worth it again.
      this.clear()
      throw error
    }
  }

  /** A cache that takes nothing is no reason to fail: what it lacks is read again at the next start. */
  async #keep(reading: Reading): Promise<void> {
    this.clear()
    try {
      await stepByStep(this.#keeping(reading))
    } catch (error) {
      if (isDamage(error)) throw error
    }
  }
}
