/** The time a worker goes by. */
export interface WorkerClock {
  /** The time now, in milliseconds since the epoch. */
  now(): number
  /** Resolves at an instant, or when the signal aborts, whichever comes first; `null`: only with the signal. */
  until(instant: number | null, signal: AbortSignal): Promise<void>
}

/** No timer waits longer, in milliseconds: a machine may sleep, and its clock may be set. */
const LONGEST_WAIT = 60_000

/** The clock on the wall, with real timers. */
export function systemClock(now: () => number = Date.now): WorkerClock {
  return {
    now,
    async until(instant, signal) {
      while (!signal.aborted && (instant === null || now() < instant)) {
        await pause(Math.min(LONGEST_WAIT, (instant ?? Infinity) - now()), signal)
      }
    },
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}

/** A clock that stands still until it is moved. */
export interface SimulatedClock extends WorkerClock {
  /** Moves the clock on; who waits for an instant up to then is woken. It does not go back. */
  moveTo(instant: number): void
}

/**
 * A clock for tests and replays: a year passes as fast as the machine allows.
 *
 * @example
 * const clock = simulatedClock(Date.parse('2027-01-01T00:00Z'))
 * const inventory = openInventory({ log: memoryLog({ clock: clock.now }), clock: clock.now })
 * const running = inventory.run({ clock, signal })
 * clock.moveTo(Date.parse('2027-02-01T00:00Z'))
 */
export function simulatedClock(start: number): SimulatedClock {
  let now = start
  const waiting = new Set<{ readonly instant: number; readonly wake: () => void }>()
  return {
    now: () => now,
    moveTo(instant) {
      now = Math.max(now, instant)
      for (const one of [...waiting]) if (one.instant <= now) one.wake()
    },
    until(instant, signal) {
      if (signal.aborted || (instant !== null && instant <= now)) return Promise.resolve()
      return new Promise((resolve) => {
        const wake = () => {
          waiting.delete(one)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        const one = { instant: instant ?? Number.POSITIVE_INFINITY, wake }
        waiting.add(one)
        signal.addEventListener('abort', wake)
      })
    },
  }
}
