import { Failure, send, wordsOf } from './api.ts'
import { delayOf } from './back-off.ts'
import { passes } from './connection.ts'
import { randomHex } from './random-hex.ts'

/** What recording needs beside what is recorded. */
interface Recording {
  /** Ends the waiting: the viewer has given up. */
  readonly signal: AbortSignal
  /** Told why it is not recorded yet, each time it is tried in vain. */
  waiting(why: string): void
}

/** What of it was certainly not recorded, and is when it is sent again. */
const NOT_YET: ReadonlySet<string> = new Set(['LOG_FULL', 'TOO_MANY_REQUESTS', 'TOO_BUSY'])

/** Whether what was sent is recorded, or found to be, when it is sent again as it was. */
export function isUnanswered(error: unknown): error is Failure {
  return passes(error) || (error instanceof Failure && ['TOO_BUSY', 'INTERNAL'].includes(error.code))
}

/**
 * Records something exactly once, however often the console, its log or its disk fails meanwhile: the same body goes out
 * again until it is recorded or refused. The ids in it make that safe, also when it was recorded and the answer was lost.
 */
export async function recordOnce<Answer>(
  path: string,
  body: object,
  { signal, waiting }: Recording,
): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    try {
      return await send<Answer>('POST', path, body)
    } catch (error) {
      if (!isUnanswered(error) || signal.aborted) throw error
      const known = NOT_YET.has(error.code) ? 'Nothing is lost.' : 'It is not known whether it was recorded.'
      waiting(`${wordsOf(error)} ${known} It is sent again by itself, and recorded once.`)
    }
    await wait(delayOf(tries), signal)
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}

/** Gives the same thing the same id each time, and another thing another one. */
export function idsByContent(): (content: object) => string {
  const ids = new Map<string, string>()
  return (content) => {
    const text = JSON.stringify(content)
    const id = ids.get(text) ?? randomHex(8)
    ids.set(text, id)
    return id
  }
}
