/** The program of a thread that reads ahead: opens the file it is started with and reads what it is told. */
import { parentPort, workerData } from 'node:worker_threads'
import { sqliteLog } from '@tidemark/log'
import type { ReadingOrder } from './messages.ts'
import { serveReading } from './serve-reading.ts'

if (parentPort === null) throw new Error('this program runs as a thread')
// Whoever starts it hands over an order.
const order = workerData as ReadingOrder
const log = await sqliteLog({ path: order.path, readOnly: true })
await serveReading(parentPort, log, order)
await log.close()
parentPort.close()
