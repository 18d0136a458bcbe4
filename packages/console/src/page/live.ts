import type { NoteAnswer } from '../answers/following.ts'
import { addressOf } from './api.ts'

/** Whether the page is told of what is recorded as it is. */
export type LiveState = 'connecting' | 'live'

/** What is recorded while somebody looks. */
export interface Live {
  state(): LiveState
  /** The last of it, the latest first. */
  notes(): readonly NoteAnswer[]
  /** Tells of every change; the note is of what was recorded, `null` of the connection. Gives the way to stop. */
  onChange(listener: (note: NoteAnswer | null) => void): () => void
  /** Goes on following where that was given up. */
  wake(): void
}

/** What was found where the line broke. */
export interface Looked {
  /** Whether to come again right away; where not, `wake` is called in time. */
  readonly isWell: boolean
  /** Where the log ends; `null` where it did not say. */
  readonly head: number | null
}

/** Who is told of the line to the console, and says what is wrong with it: all of that is said in one place. */
export interface Line {
  /** The console is there, and so is its log. */
  answers(): void
  /** The line broke: looks why, and says so. */
  broke(): Promise<Looked>
  /** The log ends before what was reached, as one restored from a backup does: nothing that was told holds any more. */
  fellBack(): void
}

/** So many are kept for the feed. */
const MOST = 100

/** How long until another try where the browser has given up, in milliseconds. */
const PAUSE = 3000

/**
 * Follows what is recorded. The browser comes again by itself when it loses the connection, and is told what came meanwhile;
 * where it gives up, because the console said no, it is tried again after that was looked into.
 */
export function follow(line: Line): Live {
  let state: LiveState = 'connecting'
  let notes: readonly NoteAnswer[] = []
  let reached: number | null = null
  const listeners = new Set<(note: NoteAnswer | null) => void>()
  const tell = (note: NoteAnswer | null) => {
    for (const listener of listeners) listener(note)
  }
  function become(next: LiveState): void {
    if (state === next) return
    state = next
    tell(null)
  }

  let source: EventSource | null = null
  function connect(): void {
    const mine = new EventSource(addressOf('/events', { after: reached }))
    source = mine
    mine.addEventListener('ready', (event) => {
      reached ??= Number(event.lastEventId)
      become('live')
      line.answers()
    })
    mine.addEventListener('recorded', (event) => {
      // Checked against its schema by the tests of the API.
      const note = JSON.parse(event.data) as NoteAnswer
      reached = note.position
      notes = [note, ...notes].slice(0, MOST)
      tell(note)
    })
    mine.addEventListener('error', () => {
      const wasLive = state === 'live'
      become('connecting')
      if (mine.readyState !== EventSource.CLOSED) {
        // Once, and not with every try of the browser's.
        if (wasLive) void lookWhy()
        return
      }
      source = null
      setTimeout(() => void lookWhy().then((isWell) => (isWell ? wake() : undefined)), PAUSE)
    })
  }

  async function lookWhy(): Promise<boolean> {
    const { isWell, head } = await line.broke()
    if (head !== null && reached !== null && head < reached) startAgain()
    return isWell
  }

  /** Follows from the end of the log on, whatever was reached before. */
  function startAgain(): void {
    reached = null
    notes = []
    rest()
    wake()
    line.fellBack()
    tell(null)
  }

  function rest(): void {
    source?.close()
    source = null
  }
  function wake(): void {
    if (source === null && !document.hidden) connect()
  }
  // Browsers hold few connections to one place: a page that nobody sees takes none, and is told of all it missed
  // when it is seen again.
  document.addEventListener('visibilitychange', () => (document.hidden ? rest() : wake()))
  window.addEventListener('pagehide', rest)
  window.addEventListener('pageshow', wake)
  connect()
  return {
    state: () => state,
    notes: () => notes,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    wake,
  }
}
