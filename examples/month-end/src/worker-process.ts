import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { FromWorker, ToWorker } from './messages.ts'

/** A worker in a process of its own, which may be killed at any moment. */
export interface WorkerProcess {
  /** Resolves when it has nothing left to do at that time; `false` when it was killed before. */
  settledAt(time: ToWorker): Promise<boolean>
  /** Ends it, whatever it is doing. */
  kill(): Promise<void>
}

/** Starts a worker over a log; it is killed by itself after so many snapshots, if it lives that long. */
export function startWorker(log: string, checkpoint: string, killAfter: number): WorkerProcess {
  const child = fork(path.resolve(import.meta.dirname, 'worker.ts'), [log, checkpoint], {
    execArgv: ['--conditions=@tidemark/source'],
  })
  const ended = once(child, 'exit')
  let isKilled = false
  let taken = 0
  let settle: (time: number) => void = () => {}
  const kill = async () => {
    isKilled = true
    child.kill('SIGKILL')
    await ended
  }
  // The worker speaks this alone.
  child.on('message', (message: FromWorker) => {
    if ('settled' in message) settle(message.settled)
    else if (++taken === killAfter) void kill()
  })
  return {
    kill,
    async settledAt(time) {
      if (isKilled) return false
      const settled = new Promise<boolean>((resolve) => {
        settle = (at) => at === time.now && resolve(true)
      })
      // A process that has just been killed no longer listens.
      child.send(time, () => {})
      const result = await Promise.race([settled, ended.then(() => false)])
      if (!result && !isKilled) throw new Error('the worker ended by itself')
      return result
    },
  }
}
