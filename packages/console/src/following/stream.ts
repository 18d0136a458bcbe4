import type { Asked } from '../operation.ts'
import { nextBatch } from './next-batch.ts'
import { type Note, noteOf } from './note.ts'

/** The type of an answer that goes on: server-sent events. */
export const FOLLOWED = 'text/event-stream'

/** Something is said so often, in milliseconds, so that neither side nor a proxy takes the other for gone. */
const KEEP_ALIVE = 15_000

/** How long a browser that lost the connection waits before it comes again, in milliseconds. */
const COME_AGAIN = 2000

/**
 * Answers with what is recorded after a position, then with what is recorded from then on. Nothing is read of the log
 * before it is taken, and no more than a batch at a time, so a client that takes nothing costs nothing. It ends when whoever
 * asked goes, or is no longer let in.
 */
export function followStream(
  asked: Pick<Asked, 'inventory' | 'isStillIn' | 'signal'>,
  after: number,
  ended: () => void,
  keepAlive = KEEP_ALIVE,
): Response {
  const left = new AbortController()
  const signal = AbortSignal.any([left.signal, asked.signal])
  const messages = messagesAfter(after, asked, { signal, keepAlive })
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await messages.next()
          if (done !== true) return controller.enqueue(encoder.encode(value))
          ended()
          controller.close()
        } catch (error) {
          ended()
          // Who has gone waits for no reason, nor does anybody when the host has closed the log; who is there comes again,
          // and is told then what is wrong.
          if (signal.aborted || isClosed(error)) controller.close()
          else controller.error(error)
        }
      },
      cancel() {
        left.abort()
        ended()
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, {
    headers: { 'Content-Type': FOLLOWED, 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
  })
}

async function* messagesAfter(
  after: number,
  { inventory, isStillIn }: Pick<Asked, 'inventory' | 'isStillIn'>,
  { signal, keepAlive }: { readonly signal: AbortSignal; readonly keepAlive: number },
): AsyncGenerator<string, void> {
  yield `retry: ${COME_AGAIN}\nid: ${after}\nevent: ready\ndata: {}\n\n`
  let reached = after
  while (!signal.aborted) {
    const batch = await nextBatch(inventory, reached, { signal, patience: keepAlive })
    if (signal.aborted || !(await isStillIn())) return
    reached = batch.at(-1)?.position ?? reached
    yield batch.length === 0 ? ': still here\n\n' : batch.map((event) => messageOf(noteOf(event))).join('')
  }
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'LOG_CLOSED'
}

/** JSON has no line breaks of its own, which would end a message. */
function messageOf(note: Note): string {
  return `id: ${note.position}\nevent: recorded\ndata: ${JSON.stringify(note)}\n\n`
}
