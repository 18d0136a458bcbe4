/** How long a turn takes at most, in milliseconds. */
export const PATIENCE = 10

/** So long one waits behind what somebody waits for, in milliseconds: nobody waits for ever. */
export const MOST_COURTESY = 100

/** Tells whether somebody waits for a work; it may come to be so while the work waits for its turn. */
export type IsWaitedFor = () => boolean

/** A work that waits for its turn. */
interface Waiting {
  readonly since: number
  readonly isWaitedFor: IsWaitedFor
  readonly begin: () => void
}

/** In the order in which they came. */
const waiting: Waiting[] = []

/**
 * Waits for the next turn of a work. Between two turns timers and input have theirs, and no two works have one in between:
 * however many there are, nothing else is held up for longer than one of them takes. Works that somebody waits for come first.
 */
export function nextTurn(isWaitedFor: IsWaitedFor = nobody): Promise<void> {
  return new Promise((begin) => {
    if (waiting.length === 0) setImmediate(giveTurn)
    waiting.push({ since: performance.now(), isWaitedFor, begin })
  })
}

function nobody(): boolean {
  return false
}

function giveTurn(): void {
  const [next] = waiting.splice(whoIsNext(), 1)
  if (waiting.length > 0) setImmediate(giveTurn)
  next?.begin()
}

function whoIsNext(): number {
  const oldest = waiting[0]
  if (oldest === undefined || performance.now() - oldest.since >= MOST_COURTESY) return 0
  return Math.max(
    0,
    waiting.findIndex(({ isWaitedFor }) => isWaitedFor()),
  )
}

/** Works that somebody waits for. */
let waitedFor = 0

/** Whether there is something that somebody waits for. */
export function isAnythingWaitedFor(): boolean {
  return waitedFor > 0
}

/** Does something that somebody waits for; what is done in the background stands still meanwhile. */
export async function whileOthersHoldBack<Result>(work: () => Promise<Result>): Promise<Result> {
  waitedFor++
  try {
    return await work()
  } finally {
    waitedFor--
  }
}
