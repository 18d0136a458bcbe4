import type { MessagePort } from 'node:worker_threads'
import { LogError } from '../../errors.ts'
import { appendQueue } from '../append-queue.ts'
import type { Connection } from '../connection.ts'
import { type Answer, type Request, tell } from './messages.ts'
import { packResults, unpackBatch } from './pack.ts'
import { type ClockFace, timeOn } from './shared-clock.ts'

/** Writes to an open file what comes through a port, in the order in which it comes; ends with the connection. */
export function serveAppends(port: MessagePort, connection: Connection): void {
  const queue = appendQueue(connection, () => {})
  const stops = new Map<number, AbortController>()
  const say = (answer: Answer, handedOver: readonly ArrayBuffer[] = []) =>
    port.postMessage(answer, handedOver)

  const append = async (request: Request & { readonly ask: 'append' }) => {
    const { number, batch, clock, timeoutMs } = request
    const now = () =>
      clock === undefined ? Date.now() : hostTime(clock, () => say({ answer: 'asks the time', number }))
    const stop = new AbortController()
    stops.set(number, stop)
    try {
      const options = { signal: stop.signal, timeoutMs }
      const results = packResults(await queue.append(unpackBatch(batch), now, options))
      say({ answer: 'written', number, results }, [results.buffer])
    } catch (error) {
      say(stop.signal.aborted ? { answer: 'left', number } : { answer: 'failed', number, error: tell(error) })
    } finally {
      stops.delete(number)
    }
  }

  const close = async () => {
    await queue.drained()
    connection.db.close()
    port.close()
  }

  port.on('message', (request: Request) => {
    if (request.ask === 'append') append(request)
    else if (request.ask === 'leave') stops.get(request.number)?.abort()
    else close()
  })
  say({ answer: 'ready' })
}

function hostTime(clock: ClockFace, ask: () => void): number {
  const time = timeOn(clock, ask)
  if (!Number.isNaN(time)) return time
  throw new LogError('INVALID_ARGUMENT', 'the clock gives no time')
}
