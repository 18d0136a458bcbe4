import { latest } from './latest.ts'

/** What is shown of a moment, in two ways. */
export interface Followed {
  /** All of it. */
  all(): Promise<void>
  /** What is quick to ask for and to draw; nothing where there is no such part. */
  quick(): Promise<void>
}

/** Follows a moment that changes: at once where it stays, as fast as can be where it is passed through. */
export interface Following {
  /** It changed, and stays. Resolves when it is shown. */
  stays(): Promise<void>
  /** It is being dragged: another change comes soon. */
  passes(): void
}

/** Who does not move on for so long after the answer has let go, or is looking, in milliseconds. */
const AT_REST = 150
/** All of it is shown on the way too, so often at most and where it takes so long at most. */
const [OFTEN, QUICKLY] = [250, 60]

/** Shows what follows a moment, one question at a time and always the latest. */
export function following({ all, quick }: Followed, now: () => number = () => performance.now()): Following {
  let isAtRest = true
  let resting: ReturnType<typeof setTimeout> | undefined
  let [lastAll, lastTook] = [-Infinity, 0]

  const show = latest(async () => {
    const begun = now()
    if (!isAtRest && (begun - lastAll < OFTEN || lastTook > QUICKLY)) return quick()
    await all()
    lastAll = now()
    lastTook = lastAll - begun
  })

  function rest(): void {
    clearTimeout(resting)
    if (!isAtRest) resting = setTimeout(() => void stays(), AT_REST)
  }

  function stays(): Promise<void> {
    clearTimeout(resting)
    isAtRest = true
    return show()
  }

  return {
    stays,
    passes() {
      clearTimeout(resting)
      isAtRest = false
      void show().then(rest)
    },
  }
}
