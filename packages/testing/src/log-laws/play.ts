import { randomUUID } from 'node:crypto'
import type { EventLog, NewEvent } from '@tidemark/log'
import { mustBeSame } from '../laws/same.ts'
import { gather } from '../log-conformance/given.ts'
import type { OpenLog } from '../log-conformance/promise.ts'
import { append, newAppend, race, repeat } from './appending.ts'
import { movement } from './events.ts'
import { startFollower } from './follower.ts'
import { find, readAll, readStream } from './looking.ts'
import type { LogModel } from './model.ts'
import { appendEnds, filterOf, mark, type Stage } from './stage.ts'
import { STREAMS, type Step } from './step.ts'

/** Does steps with a new log and the model, and throws where the two part. */
export async function play(open: OpenLog, steps: readonly Step[]): Promise<void> {
  const opened = await open()
  const { log } = opened
  const model: LogModel = { events: [], written: [] }
  const prefix = `law-${randomUUID()}-`
  const stage: Stage = { opened, model, log, prefix, start: await log.head(), follower: null, made: 0 }
  try {
    for (const step of steps) await doStep(stage, step)
    await mustHoldAll(stage)
    await pull(stage)
  } finally {
    await stage.follower?.stop()
    await opened.dispose()
  }
}

/** The events that steps hand in, in order: the same ones as `play` makes up. */
export function handedIn(steps: readonly Step[]): readonly NewEvent[] {
  let made = 0
  const make = (size: number, stream: number) =>
    Array.from({ length: size }, () => movement(++made, STREAMS[stream] ?? STREAMS[0]))
  return steps.flatMap((step) => {
    if (step.do === 'append' || step.do === 'append while followed') return make(step.size, step.stream)
    if (step.do === 'append to both') return STREAMS.flatMap((_, stream) => make(step.size, stream))
    if (step.do === 'race') return make(step.writers, step.stream)
    return []
  })
}

async function doStep(stage: Stage, step: Step): Promise<void> {
  switch (step.do) {
    case 'append':
      return append(stage, [newAppend(stage, step.stream, step.size, step.expected)])
    case 'append to both':
      return append(
        stage,
        STREAMS.map((_, stream) => newAppend(stage, stream, step.size, step.expected)),
      )
    case 'repeat':
      return repeat(stage, step)
    case 'race':
      return race(stage, step)
    case 'read stream':
      return readStream(stage, step)
    case 'read all':
      return readAll(stage, step)
    case 'find':
      return find(stage, step)
    case 'follow':
      return follow(stage, step)
    case 'pull':
      return pull(stage)
    case 'append while followed': {
      stage.follower?.wait()
      await append(stage, [newAppend(stage, step.stream, step.size, 'right')])
      return pull(stage)
    }
    case 'reopen':
      return end(stage, stage.opened.reopen)
    case 'crash':
      return end(stage, stage.opened.crash ?? stage.opened.reopen)
  }
}

async function follow(stage: Stage, { after, only }: Extract<Step, { do: 'follow' }>): Promise<void> {
  await stage.follower?.stop()
  const places = [stage.start, ...appendEnds(stage)]
  const from = places[after(places.length)] ?? stage.start
  stage.follower = startFollower(stage.log, from, filterOf(stage, only))
}

/** Takes from the follower what it owes, which must be all that matches, once and in order. */
async function pull({ follower, model }: Stage): Promise<void> {
  if (follower === null) return
  const owed = model.events.filter(
    (event) => event.position > follower.from && event.stream.startsWith(follower.streamPrefix),
  )
  const delivered = await follower.deliver(owed.length, owed.at(-1)?.position ?? follower.from)
  mustBeSame(delivered.map(mark), owed.map(mark), 'what the follower delivered')
}

/** Ends the log, and opens it again if it can; a follower goes on from where it was. */
async function end(stage: Stage, again: (() => Promise<EventLog>) | undefined): Promise<void> {
  if (again === undefined) return
  const { follower } = stage
  await follower?.stop()
  stage.log = await again()
  stage.follower = follower && startFollower(stage.log, follower.from, follower.filter, follower.delivered)
  await mustHoldAll(stage)
}

/** All that was acknowledged is there, once, and nothing else. */
async function mustHoldAll(stage: Stage): Promise<void> {
  const { log, model, start, prefix } = stage
  const read = await gather(log.readAll({ after: start, streamPrefixes: [prefix] }))
  mustBeSame(read.map(mark), model.events.map(mark), 'what the log holds')
  const times = read.map(({ recordedAt }) => recordedAt)
  mustBeSame(
    times,
    times.toSorted((a, b) => a - b),
    'times of recording',
  )
}
