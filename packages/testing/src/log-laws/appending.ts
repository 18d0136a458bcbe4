import type { AppendResult, NewEvent, RecordedEvent, StreamAppend } from '@tidemark/log'
import { NotTheSame } from '../laws/law-broken.ts'
import { mustBeSame } from '../laws/same.ts'
import { gather } from '../log-conformance/given.ts'
import { movement } from './events.ts'
import { idsIn, type Known, outcomeOf } from './model.ts'
import { type Stage, streamName } from './stage.ts'
import { type Expected, STREAMS, type Step } from './step.ts'

function newEvents(stage: Stage, stream: number, size: number): readonly NewEvent[] {
  return Array.from({ length: size }, () => movement(++stage.made, STREAMS[stream] ?? STREAMS[0]))
}

/** New events for a stream, at the revision that is expected so. */
export function newAppend(stage: Stage, number: number, size: number, expected: Expected): StreamAppend {
  const stream = streamName(stage, number)
  const end = idsIn(stage.model, stream).length - 1
  const revisions = { right: end, any: 'any', low: Math.max(-1, end - 1), high: end + 2 } as const
  return { stream, expectedRevision: revisions[expected], events: newEvents(stage, number, size) }
}

/** Appends, and holds the outcome against what the rules say of each stream. */
export async function append(stage: Stage, batch: readonly StreamAppend[]): Promise<void> {
  const { log, model } = stage
  const outcomes = batch.map(({ stream, expectedRevision, events }) =>
    outcomeOf(
      model,
      stream,
      expectedRevision,
      events.map(({ id }) => id),
    ),
  )
  const refusal = outcomes.find((outcome) => outcome !== 'written' && outcome !== 'there')
  const ended = await log.append(batch).then(
    (results) => ({ results, code: undefined }),
    (error: unknown) => ({ results: undefined, code: codeOf(error) }),
  )
  if (ended.results === undefined) {
    mustBeSame(ended.code, refusal, 'the refusal of an append')
    // Elsewhere each stream is written or not by itself: what became of the others shows in the streams.
    if (!log.atomicAcrossStreams) await takeOver(stage, batch, outcomes)
    return
  }
  mustBeSame(undefined, refusal, 'the refusal of an append')
  for (const [index, result] of ended.results.entries()) {
    const one = batch[index]
    if (one !== undefined) enter(stage, one, result, outcomes[index] === 'there')
  }
}

function enter({ model }: Stage, append: StreamAppend, result: AppendResult, there: boolean): void {
  const { stream, events } = append
  const ids = events.map(({ id }) => id)
  const before = idsIn(model, stream)
  const first = there ? before.indexOf(ids[0] ?? '') : before.length
  mustBeSame(result.alreadyThere, there, `whether ${stream} had it already`)
  mustBeSame(
    [result.firstRevision, result.lastRevision],
    [first, first + ids.length - 1],
    `where it stands in ${stream}`,
  )
  if (there) {
    const once = model.written.find((written) => written.stream === stream && written.ids[0] === ids[0])
    mustBeSame(result.firstPosition, once?.firstPosition, 'the position of a repeated append')
    return
  }
  const { firstPosition, lastPosition: position } = result
  model.written.push({ stream, expected: before.length - 1, ids, firstPosition })
  const last = model.events.at(-1)?.position ?? -1
  if (firstPosition <= last) throw new NotTheSame(`positions must grow: ${firstPosition} after ${last}`)
  model.events.push(...ids.map((id, index) => ({ stream, revision: first + index, id, position })))
}

/** A refused batch on a log that is not atomic across streams: what is acceptable alone is written or not. */
async function takeOver(
  stage: Stage,
  batch: readonly StreamAppend[],
  outcomes: readonly string[],
): Promise<void> {
  for (const [index, one] of batch.entries()) {
    const ids = one.events.map(({ id }) => id)
    const read = await gather(stage.log.readStream(one.stream))
    const news = read.slice(idsIn(stage.model, one.stream).length)
    if (news.length === 0) continue
    mustBeSame(outcomes[index], 'written', `what became of ${one.stream} in a refused batch`)
    mustBeSame(
      news.map(({ id }) => id),
      ids,
      `what a refused batch wrote to ${one.stream}`,
    )
    stage.model.events.push(...news.map(asKnown))
  }
  // The streams of a batch may have been written in any order.
  stage.model.events.sort((a, b) => a.position - b.position)
}

function asKnown({ stream, revision, id, position }: RecordedEvent): Known {
  return { stream, revision, id, position }
}

/** An append that was written before, once more, or with one more event. */
export async function repeat(
  stage: Stage,
  { which, any, more }: Extract<Step, { do: 'repeat' }>,
): Promise<void> {
  const { written } = stage.model
  const first = written[which(written.length)]
  if (first === undefined) return
  const item = STREAMS.find((name) => first.stream.endsWith(name)) ?? STREAMS[0]
  const events = first.ids.map((id) => ({ ...movement(0, item), id }))
  const another = more === 'one' ? newEvents(stage, STREAMS.indexOf(item), 1) : []
  const batch = {
    stream: first.stream,
    expectedRevision: any ? ('any' as const) : first.expected,
    events: [...events, ...another],
  }
  await append(stage, [batch])
}

/** Several writers expect the same revision: one of them is right, whoever that is. */
export async function race(stage: Stage, { stream, writers }: Extract<Step, { do: 'race' }>): Promise<void> {
  const name = streamName(stage, stream)
  const expectedRevision = idsIn(stage.model, name).length - 1
  const appends = newEvents(stage, stream, writers).map((event) => ({
    stream: name,
    expectedRevision,
    events: [event],
  }))
  const settled = await Promise.allSettled(appends.map((one) => stage.log.append([one])))
  const codes = settled.map((one) => (one.status === 'fulfilled' ? 'written' : codeOf(one.reason)))
  const refused = Array.from({ length: writers - 1 }, () => 'WRONG_EXPECTED_REVISION')
  mustBeSame(codes.toSorted(), [...refused, 'written'], 'what writers at the same revision were told')
  for (const [index, one] of settled.entries()) {
    const won = appends[index]
    const result = one.status === 'fulfilled' ? one.value[0] : undefined
    if (won !== undefined && result !== undefined) enter(stage, won, result, false)
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
