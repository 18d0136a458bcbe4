/** The program of the thread that writes: opens the file it is started with and serves appends. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { openFile } from '../open.ts'
import { serveAppends } from './serve-appends.ts'

if (parentPort === null) throw new Error('this program runs as a thread')
// What it throws ends the thread, and is told to whoever started it.
void write(parentPort, String(workerData))

async function write(port: MessagePort, path: string): Promise<void> {
  serveAppends(port, await openFile(path, false, {}))
}
