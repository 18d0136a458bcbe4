import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { type Benchmark, type Figure, perSecond, round } from './figure.ts'

/** The memory of a slow consumer that catches up with a server, each in a process of its own. */
export const eventStoreDbMemory: Benchmark = {
  figures: ['eventstoredb-slow-consumer-memory', 'eventstoredb-slow-consumer'],
  run: benchEventStoreDbMemory,
}

async function benchEventStoreDbMemory(movements: number): Promise<readonly Figure[]> {
  const server = start('eventstoredb-server-process.ts', String(movements))
  try {
    const connectionString = await firstLine(server)
    const consumer = start('eventstoredb-consumer-process.ts', connectionString)
    const { events, ms, peakMegabytes } = JSON.parse(await firstLine(consumer))
    if (events !== movements) throw new Error(`caught up with ${events} of ${movements} events`)
    return [
      { name: 'eventstoredb-slow-consumer-memory', value: round(peakMegabytes), unit: 'MB' },
      { name: 'eventstoredb-slow-consumer', value: round(perSecond(events, ms)), unit: 'events/s' },
    ]
  } finally {
    server.disconnect()
  }
}

function start(program: string, argument: string) {
  return fork(path.join(import.meta.dirname, program), [argument], {
    execArgv: ['--conditions=@tidemark/source'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
}

async function firstLine(child: ReturnType<typeof start>): Promise<string> {
  if (child.stdout === null) throw new Error('the output of the process is not piped')
  const lines = createInterface({ input: child.stdout })
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`a process ended with ${code}`)),
  )
  const [line] = await Promise.race([once(lines, 'line'), ended])
  ended.catch(() => undefined)
  return line
}
