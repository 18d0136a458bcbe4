import { send } from './api.ts'
import { delayOf } from './back-off.ts'
import { passes } from './connection.ts'

/** What recording needs beside what is recorded. */
interface Recording {
  /** Ends the waiting: the viewer has given up. */
  readonly signal: AbortSignal
  /** Told why it is not recorded yet, each time it is tried in vain. */
  waiting(why: string): void
}

/**
 * Records something exactly once, however often the console, its log or its disk fails meanwhile: the same body goes out
 * again until it is recorded or refused. The id in it makes that safe, also when it was recorded and the answer was lost.
 */
export async function recordOnce<Answer>(
  path: string,
  body: { readonly id: string },
  { signal, waiting }: Recording,
): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    try {
      return await send<Answer>('POST', path, body)
    } catch (error) {
      if (!passes(error) || signal.aborted) throw error
      waiting(`${error.message} Nothing is lost: it is sent again by itself.`)
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
    const id = ids.get(text) ?? randomHex()
    ids.set(text, id)
    return id
  }
}

/** 64 random bits; `randomUUID` is there only where the connection is secure. */
function randomHex(): string {
  return [...crypto.getRandomValues(new Uint8Array(8))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}
