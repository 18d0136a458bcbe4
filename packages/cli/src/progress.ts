import type { OutputStream } from './io.ts'

/** Nothing is shown of what takes no longer, in milliseconds. */
const PATIENCE = 1000
const EVERY = 250
const CLEAR_LINE = '\r\u001b[K'

/**
 * Does work and, on a terminal and once a second has passed, shows on one line how far it is; the line is gone
 * afterwards.
 */
export async function showingProgress<T>(
  stream: OutputStream,
  howFar: (seconds: number) => string,
  work: () => Promise<T>,
): Promise<T> {
  if (stream.isTTY !== true) return work()
  let passed = 0
  let isShown = false
  const timer = setInterval(() => {
    passed += EVERY
    if (passed < PATIENCE) return
    isShown = true
    stream.write(CLEAR_LINE + howFar(Math.floor(passed / 1000)))
  }, EVERY)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    if (isShown) stream.write(CLEAR_LINE)
  }
}
