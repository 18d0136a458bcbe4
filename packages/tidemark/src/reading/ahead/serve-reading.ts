import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import { stockProjection } from '@tidemark/domain'
import { position, type SqliteLog } from '@tidemark/log'
import { buffersOf, sourcePacker } from '@tidemark/timeline'
import { Sieve } from '../sieve.ts'
import type { ReadingOrder, Word } from './messages.ts'

/** Reads a log as ordered, and hands over through a port what it decoded; it never is farther ahead than it may. */
export async function serveReading(port: MessagePort, log: SqliteLog, order: ReadingOrder): Promise<void> {
  const { after, through, prefix, ahead } = order
  const sieve = new Sieve(order)
  const packer = sourcePacker(stockProjection)
  let notTaken = 0
  port.on('message', (taken: number) => {
    notTaken -= taken
  })
  const say = (word: Word, handedOver: readonly ArrayBuffer[] = []) => port.postMessage(word, handedOver)
  const chunks = log.readAll({
    after: position(after),
    through: position(through),
    streamPrefixes: [prefix],
    unread: true,
  })
  for await (const chunk of chunks) {
    const sifted = sieve.sift(chunk, packer)
    const stock = packer.take()
    const { positions, recordedAt } = sifted
    say({ part: { sifted, stock } }, [positions.buffer, recordedAt.buffer, ...buffersOf(stock)])
    notTaken += chunk.length
    while (notTaken > ahead) await once(port, 'message')
  }
  say('done')
}
