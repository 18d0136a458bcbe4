import type { AppendResult, PreparedAppend } from '@tidemark/log'
import { type Group, refusalOf, settle, writeGroup } from './append.ts'
import type { Connection } from './connection.ts'
import { EventStoreError } from './errors.ts'
import type { KnownStream } from './known-streams.ts'
import { type Limit, limitOf, timeLeft } from './limit.ts'
import { bytesOf, type Outgoing, type Writer } from './outgoing.ts'
import { knownToItsEnd } from './stream-state.ts'

/** The most events that are grouped into one call; a single append may have more. */
const GROUP_EVENTS = 500

/** An append that is being written gets this much longer, in milliseconds, to say what became of it. */
const GRACE_MS = 2_000

/**
 * Appends to one stream, in turn with all other appends of this process to it: two of them never compete for a revision.
 * What waits together is written together, which makes many small appends to a busy stream ten times cheaper.
 */
export function queueAppend(
  connection: Connection,
  writer: Writer,
  append: PreparedAppend,
  limit: Limit,
): Promise<AppendResult> {
  const { promise, resolve, reject } = Promise.withResolvers<AppendResult>()
  const timeoutMs = timeLeft(limit)
  const outgoing: Outgoing = { append, writer, limit, resolve, reject, marks: new Set(), given: 'waiting' }
  const { stream } = append
  const giveUp = (reason: unknown) => {
    outgoing.given = 'up'
    reject(reason)
  }
  const abort = () => giveUp(limit.signal?.reason)
  const expire = () => {
    const what = `append to stream ${stream} on ${connection.target.shown}`
    if (connection.learning.has(stream)) outgoing.limit = limitOf(timeoutMs, limit.signal)
    // A long stream that has to be read first takes the time it takes, as long as it keeps coming.
    if (timeLeft(outgoing.limit) > 0) timer = setTimeout(expire, timeLeft(outgoing.limit))
    else if (outgoing.given === 'waiting') giveUp(new EventStoreError('SERVER_SILENT', what, { stream }))
    else timer = setTimeout(() => giveUp(new EventStoreError('OUTCOME_UNKNOWN', what, { stream })), GRACE_MS)
  }
  let timer = setTimeout(expire, timeoutMs)
  limit.signal?.addEventListener('abort', abort)
  const queue = connection.queues.get(stream)
  if (queue !== undefined) queue.push(outgoing)
  else {
    const made = [outgoing]
    connection.queues.set(stream, made)
    const work = drain(connection, stream, made).finally(() => connection.draining.delete(work))
    connection.draining.add(work)
  }
  return promise.finally(() => {
    clearTimeout(timer)
    limit.signal?.removeEventListener('abort', abort)
  })
}

/** Never throws: whatever goes wrong is told to whoever waits. */
async function drain(connection: Connection, stream: string, queue: Outgoing[]): Promise<void> {
  for (let first = queue[0]; first !== undefined; first = queue[0]) {
    if (first.given === 'up') {
      queue.shift()
      continue
    }
    const taken = [first]
    try {
      const seen = connection.streams.get(stream)
      // Once the end of a stream has been seen it is believed until the server objects.
      const known = seen?.checked ? seen : await learn(connection, stream, first)
      const group = groupOf(stream, queue, known)
      if (group.members.length === 0) {
        queue.shift()
        await settle(connection, first)
      } else {
        queue.splice(0, group.members.length)
        taken.splice(0, 1, ...group.members)
        await writeGroup(connection, group)
      }
    } catch (error) {
      for (const outgoing of taken) outgoing.reject(refusalOf(connection, outgoing, error))
      if (queue[0] === first) queue.shift()
    }
  }
  connection.queues.delete(stream)
}

/** Reads what is in a stream, which is not part of the time of the append that needs to know it. */
async function learn(connection: Connection, stream: string, first: Outgoing): Promise<KnownStream> {
  const timeoutMs = timeLeft(first.limit)
  connection.learning.add(stream)
  try {
    const known = await knownToItsEnd(connection, stream, first.limit)
    first.limit = limitOf(timeoutMs, first.limit.signal)
    return known
  } finally {
    connection.learning.delete(stream)
  }
}

/** The appends at the front of the queue that can just be written, one after the other, at the end of the stream. */
function groupOf(stream: string, queue: readonly Outgoing[], known: KnownStream): Group {
  const expected = known.ids.count - 1
  const members: Outgoing[] = []
  const ids = new Set<string>()
  let end = expected
  let bytes = 0
  for (const outgoing of queue) {
    const { expectedRevision, events } = outgoing.append
    if (outgoing.given === 'up' || (expectedRevision !== 'any' && expectedRevision !== end)) break
    if (events.some(({ id }) => ids.has(id) || known.ids.candidates(id).length > 0)) break
    const sizes = events.map(bytesOf)
    bytes += Math.max(
      sizes.reduce((sum, { data }) => sum + data, 0),
      sizes.reduce((sum, { metadata }) => sum + metadata, 0),
    )
    const few = members.length === 0 ? events.length <= LARGEST : ids.size + events.length <= GROUP_EVENTS
    if (!few || bytes > outgoing.writer.maxAppendBytes) break
    for (const { id } of events) ids.add(id)
    members.push(outgoing)
    end += events.length
  }
  return { stream, expected, members }
}

/** The most events that one append may have without being cut into pieces. */
const LARGEST = 5_000
