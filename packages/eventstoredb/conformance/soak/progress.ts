/** Tells from time to time how far a soak is. */
export interface Progress {
  readonly acknowledged: (count: number) => void
  readonly repeated: () => void
  /** Tells once more, and no more after that. */
  readonly end: () => void
}

const EVERY_MS = 10_000

/** Makes the progress of a soak that begins now. */
export function progress(out: (line: string) => void): Progress {
  const started = performance.now()
  let events = 0
  let repeats = 0
  let lastAt = started
  let longest = 0
  const tell = () => {
    longest = Math.max(longest, performance.now() - lastAt)
    const seconds = (performance.now() - started) / 1_000
    const rate = Math.round(events / seconds)
    const wait = (longest / 1_000).toFixed(1)
    out(
      `${seconds.toFixed(0)} s: ${events} acknowledged (${rate}/s), ${repeats} unknown outcomes repeated, longest wait ${wait} s`,
    )
  }
  const timer = setInterval(tell, EVERY_MS)
  return {
    acknowledged(count) {
      events += count
      longest = Math.max(longest, performance.now() - lastAt)
      lastAt = performance.now()
    },
    repeated() {
      repeats++
    },
    end() {
      clearInterval(timer)
      tell()
    },
  }
}
