import { parentPort, workerData } from 'node:worker_threads'
import { openFile } from '../open.ts'
import type { Request } from './messages.ts'
import { serveAppends } from './serve-appends.ts'

/** A thread that writes as the real one does, but for a fault; started with `{path, fault}`. */
const { path, fault }: { readonly path: string; readonly fault: string } = workerData
if (parentPort === null) throw new Error('this program runs as a thread')
if (fault === 'no start') throw new Error('this thread does not start')
const connection = await openFile(path, false, {})
if (fault === 'no room') connection.db.exec('PRAGMA max_page_count = 60')
serveAppends(parentPort, connection)
parentPort.on('message', (request: Request) => {
  if (request.ask !== 'append') return
  // Its own listener comes first: the append has been taken, and not been answered.
  if (fault === 'dies') process.exit(3)
  if (fault === 'throws') throw new Error('the thread has a fault')
})
