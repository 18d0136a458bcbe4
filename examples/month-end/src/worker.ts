/**
 * The worker: `worker.ts LOG CHECKPOINT`, started by `worker-process.ts`, which tells it the simulated time.
 *
 * In a shop of your own it is `tidemark run`, or these lines without the clock.
 */
import { once } from 'node:events'
import { fileCheckpoint, sqliteLog } from '@tidemark/log'
import { openInventory, simulatedClock, type WorkerState } from 'tidemark'
import type { FromWorker, ToWorker } from './messages.ts'

const [path = '', checkpoint = ''] = process.argv.slice(2)
const tell = (message: FromWorker) => process.send?.(message)
const told = (message: unknown) => {
  // The parent speaks this alone.
  const { now, position } = message as ToWorker
  clock.moveTo(now)
  asked = { now, position }
  answer()
}

let asked: ToWorker | null = null
let state: WorkerState = { judgedThrough: null, takenThrough: null, nextDue: null, taken: 0 }

/** Says when everything the parent knows of is dealt with. */
function answer(): void {
  if (asked === null || (state.judgedThrough ?? -1) < asked.position || state.takenThrough === null) return
  const { now } = asked
  if (state.takenThrough < now && state.nextDue !== null && state.nextDue <= now) return
  asked = null
  tell({ settled: now })
}

const clock = simulatedClock(0)
const first = once(process, 'message')
process.on('message', told)
// Nobody moves the clock any more.
process.on('disconnect', () => process.exit())
await first
const log = await sqliteLog({ path, clock: clock.now, pollMs: 1 })
await openInventory({ log, clock: clock.now }).run({
  clock,
  checkpoint: fileCheckpoint(checkpoint),
  onTaken: ({ name }) => void tell({ taken: name }),
  onState: (now) => {
    state = now
    answer()
  },
})
