import { mustBeSame } from '../laws/same.ts'
import { gather } from '../log-conformance/given.ts'
import { movement } from './events.ts'
import { idsIn } from './model.ts'
import { appendEnds, filterOf, mark, marked, type Stage, streamName } from './stage.ts'
import type { Step } from './step.ts'

/** Reads a part of a stream. */
export async function readStream(stage: Stage, step: Extract<Step, { do: 'read stream' }>): Promise<void> {
  const stream = streamName(stage, step.stream)
  const { from, to, backwards } = step
  const there = stage.model.events.filter(
    (event) => event.stream === stream && event.revision >= from && event.revision <= to,
  )
  const read = await gather(
    stage.log.readStream(stream, {
      from,
      to,
      direction: backwards ? 'backwards' : 'forwards',
      limit: step.limit ?? undefined,
    }),
  )
  mustBeSame(read.map(mark), marked(there, backwards, step.limit), 'events read from a stream')
  mustBeSame(await stage.log.revision(stream), idsIn(stage.model, stream).length - 1, 'its revision')
}

/** Reads a part of the log. */
export async function readAll(stage: Stage, step: Extract<Step, { do: 'read all' }>): Promise<void> {
  const { events } = stage.model
  const places = [stage.start, ...appendEnds(stage)]
  const after = places[step.after(places.length)] ?? stage.start
  const through = step.through === null ? undefined : places[step.through(places.length)]
  const filter = filterOf(stage, step.only)
  const there = events.filter(
    (event) =>
      event.position > after &&
      event.position <= (through ?? Number.POSITIVE_INFINITY) &&
      event.stream.startsWith(filter.streamPrefixes?.[0] ?? ''),
  )
  const direction = step.backwards ? 'backwards' : 'forwards'
  const read = await gather(
    stage.log.readAll({ after, through, direction, limit: step.limit ?? undefined, ...filter }),
  )
  mustBeSame(read.map(mark), marked(there, step.backwards, step.limit), 'events read from the log')
}

/** Looks for events by id, one that is not there among them. */
export async function find(stage: Stage, { stream, which }: Extract<Step, { do: 'find' }>): Promise<void> {
  const name = streamName(stage, stream)
  const ids = idsIn(stage.model, name)
  const wanted = ids.slice(0, which(ids.length + 1)).toReversed()
  const found = await stage.log.find(name, [...wanted, movement(10_000, 'I1').id])
  mustBeSame(
    found.map(({ id }) => id),
    wanted.toReversed(),
    'events found by id',
  )
}
