import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { nodeThreads } from '../../node-modules.ts'
import { nextTurn, PATIENCE } from '../../turns/turns.ts'
import type { ReadingOrder, ReadPart, Word } from './messages.ts'

/** Starts the thread that reads. */
export type StartReading = (order: ReadingOrder) => Worker

/** More threads than there are cores, each of another reader, would only get in each other's way. */
const MOST_THREADS = availableParallelism()
let threads = 0

/**
 * Decodes a part of a log in a thread of its own, part after part in the order of the log.
 *
 * Ends early, without a word, where there is no thread, where as many as there are cores read already, or the thread ends: what it did not come to is to be read here, and
 * what is wrong with the log is found there. Throws the reason of the signal.
 */
export async function* readAhead(
  order: ReadingOrder,
  signal: AbortSignal | undefined,
  start: StartReading = startReading,
): AsyncGenerator<ReadPart, void> {
  signal?.throwIfAborted()
  const parts: ReadPart[] = []
  let isOver = false
  let heard = Promise.withResolvers<void>()
  const end = () => {
    isOver = true
    heard.resolve()
  }
  const worker = threads < MOST_THREADS ? started(start, order) : undefined
  if (worker === undefined) return
  threads++
  worker.on('message', (word: Word) => {
    if (word === 'done') return end()
    parts.push(word.part)
    heard.resolve()
  })
  worker.on('error', end)
  worker.on('exit', end)
  signal?.addEventListener('abort', end)
  try {
    for (let since = performance.now(); ; ) {
      signal?.throwIfAborted()
      const part = parts.shift()
      if (part !== undefined) {
        yield part
        worker.postMessage(part.sifted.positions.length)
        if (performance.now() - since < PATIENCE) continue
        // Nobody has so long a way read but who waits for it.
        await nextTurn(() => true)
      } else if (isOver) return
      else {
        heard = Promise.withResolvers()
        await heard.promise
      }
      since = performance.now()
    }
  } finally {
    signal?.removeEventListener('abort', end)
    await worker.terminate()
    threads--
  }
}

/** Not every process may start threads. */
function started(start: StartReading, order: ReadingOrder): Worker | undefined {
  try {
    return start(order)
  } catch {
    return undefined
  }
}

/** The program of the thread stands beside this file: a source in the repository, a built one in the package. */
function startReading(order: ReadingOrder): Worker {
  const own = new URL(import.meta.url)
  const extension = extname(own.pathname)
  const program = new URL(`./reading-thread${extension}`, own)
  // Sources find the sources of other packages by a condition.
  const execArgv = extension === '.ts' ? ['--conditions=@tidemark/source'] : []
  const { Worker } = nodeThreads()
  return new Worker(program, { workerData: order, execArgv, name: 'tidemark log reader' })
}
