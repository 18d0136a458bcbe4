import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { type EventLog, memoryLog } from '@tidemark/log'
import { type OpenedLog, SimulationFailed, simulate } from '@tidemark/testing'
import { suite } from 'uvu'
import { trials } from './trials.ts'

const run = promisify(execFile)
const main = path.resolve(import.meta.dirname, '../src/simulator/main.ts')
const { seed } = trials(1)

function simulations(...args: readonly string[]) {
  return run('node', ['--conditions=@tidemark/source', main, ...args])
}

// It has a core of its own from here on, while the other suites have theirs; what it gets through in a minute counts.
const many = simulations('--steps', '12', '--runs', '10000', '--seconds', '60').catch(
  (error: unknown) => error,
)

const test = suite('the simulator')

test('the same seed is the same simulation, and another one is not', async () => {
  const [first, again, other] = [
    await simulate({ seed }),
    await simulate({ seed }),
    await simulate({ seed: seed + 1 }),
  ]
  deepEqual(again, first)
  ok(other.digest !== first.digest)
})

test('faults of every kind strike', async () => {
  const faults: { [fault: string]: number } = {}
  for (let more = 0; more < 20; more++) {
    for (const [fault, times] of Object.entries((await simulate({ seed: seed + more })).faults)) {
      faults[fault] = (faults[fault] ?? 0) + times
    }
  }
  for (const [fault, times] of Object.entries(faults)) ok(times > 5, `${fault} struck ${times} times`)
})

test('more processes, more steps', async () => {
  const { events } = await simulate({ seed, steps: 120, recorders: 4, readers: 2, subscribers: 2 })
  ok(events >= 60, `${events} events`)
})

test('a log in a file outlives crashes of its own', async () => {
  const { stdout } = await simulations('--seed', String(seed), '--runs', '25', '--log', 'sqlite')
  match(stdout, /simulations: 25 of 25 hold/)
})

/** A log in memory with a fault put in on purpose. */
function logWith(fault: (log: EventLog) => Partial<EventLog>) {
  return (clock: () => number): OpenedLog => {
    const log = memoryLog({ clock })
    return { log: { ...log, ...fault(log) }, dispose: () => log.close() }
  }
}

/** The first failure within so many seeds. */
async function failureOf(open: (clock: () => number) => OpenedLog): Promise<SimulationFailed> {
  for (let more = 0; more < 60; more++) {
    try {
      await simulate({ seed: seed + more, open })
    } catch (error) {
      if (error instanceof SimulationFailed) return error
      throw error
    }
  }
  throw new Error('nothing went wrong')
}

test('a log that writes a retry again is found, with the line that shows it', async () => {
  const found = await failureOf(
    logWith((log) => ({
      append: (batch) =>
        log.append(batch.map((one) => ({ ...one, expectedRevision: 'any', events: again(one.events) }))),
    })),
  )
  match(found.message, /is in the log twice|content of|went wrong/)
  match(found.message, new RegExp(`again: npm run -s simulate -- --seed ${found.seed} --steps 40`))
  ok(found.step <= 40)
})

let times = 0

/** The same events under ids of their own. */
function again<E extends { readonly id: string }>(events: readonly E[]): E[] {
  return events.map((event) => ({ ...event, id: times++ % 3 === 0 ? `${event.id} ` : event.id }))
}

test('a log that acknowledges what it loses is found', async () => {
  let appends = 0
  const found = await failureOf(
    logWith((log) => ({
      append: async (batch) => {
        if (++appends % 7 !== 0) return log.append(batch)
        // Another log says where it would stand.
        return memoryLog().append(batch.map((one) => ({ ...one, expectedRevision: 'any' })))
      },
    })),
  )
  match(found.message, /acknowledged and is not in the log|There is no such (snapshot|schedule)/)
})

test('a log whose followers leave something out is found', async () => {
  const found = await failureOf(
    logWith((log) => ({
      follow: async function* (options) {
        for await (const step of log.follow(options))
          yield 'caughtUp' in step ? step : step.slice(step.length > 2 ? 1 : 0)
      },
    })),
  )
  match(found.message, /was delivered, and \d+ was due/)
})

test('short ones hold, ten thousand or what a minute is enough for', async () => {
  const ended = await many
  const said = ended instanceof Error ? ended.message : String(Object(ended).stdout)
  const figure = /simulations: (\d+) of \1 hold.*/.exec(said)
  ok(figure !== null && Number(figure[1]) > 0, said)
  console.log(figure[0])
})

test('what is asked for in another way is told', async () => {
  const ended = await simulations('--runs', 'many').catch((error: unknown) => error)
  equal(Object(ended).code, 2)
})

test.run()
