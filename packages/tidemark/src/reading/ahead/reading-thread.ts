/** The program of a thread that reads ahead: opens the file it is started with and reads what it is told. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { sqliteLog } from '@tidemark/log'
import type { ReadingOrder } from './messages.ts'
import { serveReading } from './serve-reading.ts'

if (parentPort === null) throw new Error('this program runs as a thread')
// Whoever starts it hands over an order. What it throws ends the thread, and is told there.
void read(parentPort, workerData as ReadingOrder)

async function read(port: MessagePort, order: ReadingOrder): Promise<void> {
  const log = await sqliteLog({ path: order.path, readOnly: true })
  await serveReading(port, log, order)
  await log.close()
  port.close()
}
