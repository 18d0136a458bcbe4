import type { NoteAnswer } from '../answers/following.ts'
import type { HistoryAnswer } from '../answers/time.ts'
import type { MeAnswer } from '../answers/who.ts'
import type { Question } from './api.ts'
import type { Live } from './live.ts'
import type { MomentStore } from './moment.ts'

/** What every page is given. */
export interface Context {
  readonly me: MeAnswer
  readonly moments: MomentStore
  /** What is recorded while somebody looks. */
  readonly live: Live
  /** The history as the time bar draws it. */
  history(): HistoryAnswer
  /** Reads the history anew, after something changed it. */
  historyChanged(): Promise<void>
  /** What the address says of the page beside the moment: its filters. */
  readonly asked: URLSearchParams
  /** Writes what the page shows into the address, so that it can be sent to somebody. */
  remember(): void
  /** Goes to another page: `/levels`. */
  go(path: string): void
  /** Says something to the viewer, also aloud. */
  say(text: string): void
  /** Runs work, and shows what went wrong with it. */
  attempt(work: () => Promise<void>): Promise<void>
  /** Shows what went wrong: asks to sign in where the session is over, waits where the console is away. */
  failed(error: unknown): void
  /** The same for work that may take long: it is shown, and can be cancelled. */
  attemptLong(title: string, work: (signal: AbortSignal) => Promise<void>): Promise<void>
}

/** A page: its elements, and how it follows the time bar. */
export interface Page {
  readonly title: string
  readonly element: HTMLElement
  /** Whether the time bar has a say in it. */
  readonly hasMoment: boolean
  /** Whether what was recorded changes what it shows, whatever the bar is set to; nothing does when left out. */
  readonly isChangedBy?: (note: NoteAnswer) => boolean
  refresh(): Promise<void>
  /** Shows what is quick to ask for while the time bar is dragged; left out where nothing is. */
  follow?(): Promise<void>
  /** What of it stands in the address beside the moment. */
  readonly parameters?: () => Question
  /** Called when another page takes its place. */
  leave?: () => void
}
