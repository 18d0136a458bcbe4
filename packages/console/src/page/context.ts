import type { HistoryAnswer } from '../answers/time.ts'
import type { MeAnswer } from '../answers/who.ts'
import type { MomentStore } from './moment.ts'

/** What every page is given. */
export interface Context {
  readonly me: MeAnswer
  readonly moments: MomentStore
  /** The history as the time bar draws it. */
  history(): HistoryAnswer
  /** Reads the history anew, after something changed it. */
  historyChanged(): Promise<void>
  /** Goes to another page: `/levels`. */
  go(path: string): void
  /** Says something to the viewer, also aloud. */
  say(text: string): void
  /** Runs work, and shows what went wrong with it. */
  attempt(work: () => Promise<void>): Promise<void>
  /** Shows what went wrong: asks to sign in where the session is over, waits where the console is away. */
  failed(error: unknown): void
}

/** A page: its elements, and how it follows the time bar. */
export interface Page {
  readonly title: string
  readonly element: HTMLElement
  /** Whether the time bar has a say in it. */
  readonly hasMoment: boolean
  refresh(): Promise<void>
  /** Shows what is quick to ask for while the time bar is dragged; left out where nothing is. */
  follow?(): Promise<void>
}
