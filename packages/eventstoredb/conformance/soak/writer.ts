import type { AppendResult, EventLog, NewEvent, StreamAppend } from '@tidemark/log'
import { type Acked, positionsOf } from './acked-file.ts'
import { untilKnown } from './until-known.ts'

/** Where a writer writes, and for how long. */
export interface Writing {
  readonly log: EventLog
  /** Different for each writer: ids start with it. */
  readonly name: string
  /** A stream of its own, written at explicit revisions. */
  readonly own: string
  /** A stream of all writers, written at any revision. */
  readonly shared: string
  /** From 0 to 1. */
  readonly random: () => number
  /** When it is aborted the writer ends with the append it is at. */
  readonly stop: AbortSignal
  /** When it is aborted the writer gives up. */
  readonly giveUp: AbortSignal
  readonly acknowledge: (acked: readonly Acked[]) => void
  /** Told whenever an append has to be repeated because its outcome is unknown. */
  readonly onRepeat: () => void
}

/** Appends one batch after the other, each until its outcome is known. Now and then it repeats one that is. */
export async function write(writing: Writing): Promise<void> {
  const { name, own, shared, random, stop } = writing
  let revision = -1
  for (let n = 0; !stop.aborted; n++) {
    const isShared = random() < 0.3
    const append: StreamAppend = {
      stream: isShared ? shared : own,
      expectedRevision: isShared ? 'any' : revision,
      events: numbered(`${name}-${n}`, 1 + Math.floor(random() * 3)),
    }
    const result = await appendOnce(writing, append)
    acknowledge(writing, append, result)
    if (!isShared) revision = result.lastRevision
    if (random() < 0.02) await repeat(writing, append, result)
  }
}

async function appendOnce({ log, giveUp, onRepeat }: Writing, append: StreamAppend): Promise<AppendResult> {
  const [result] = await untilKnown(() => log.append([append]), giveUp, onRepeat)
  if (result === undefined) throw new Error('an append has one result for each stream')
  return result
}

function acknowledge(writing: Writing, { stream, events }: StreamAppend, result: AppendResult): void {
  const positions = positionsOf(events.length, result.firstPosition, result.lastPosition)
  writing.acknowledge(events.map(({ id }, index) => ({ stream, id, position: positions[index] ?? null })))
}

/** Recording again what was acknowledged has to say that it is there, and where. */
async function repeat(writing: Writing, append: StreamAppend, before: AppendResult): Promise<void> {
  const again = await appendOnce(writing, append)
  if (again.alreadyThere && again.firstPosition === before.firstPosition) return
  const { stream, events } = append
  throw new Error(
    `${stream} ${events[0]?.id} was acknowledged at ${before.firstPosition}, and repeated written at ${again.firstPosition}`,
  )
}

function numbered(name: string, count: number): NewEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${name}.${index}`,
    type: 'Soaked',
    data: { name, index, note: 'a movement of some two hundred bytes '.repeat(4) },
  }))
}
