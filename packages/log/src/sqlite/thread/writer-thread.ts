/** The program of the thread that writes: opens the file it is started with and serves appends. */
import { parentPort, workerData } from 'node:worker_threads'
import { openFile } from '../open.ts'
import { serveAppends } from './serve-appends.ts'

if (parentPort === null) throw new Error('this program runs as a thread')
serveAppends(parentPort, await openFile(String(workerData), false, {}))
