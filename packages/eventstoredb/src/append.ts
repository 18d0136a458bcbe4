import { type AppendResult, alreadyThereAt, type PreparedEvent } from '@tidemark/log'
import type { AppendAnswer, AppendCall, WireEvent } from './append-call.ts'
import { appendsOf, beforeNextTry, type Connection, knownAppendsOf, tryMs } from './connection.ts'
import { EventStoreError } from './errors.ts'
import { eventsById } from './find.ts'
import { backOffMs, type Limit, pause, timeLeft, within } from './limit.ts'
import { type Outgoing, piecesOf, singleResult, wireEvent } from './outgoing.ts'
import { type Placed, readPlaced } from './read-back.ts'
import { roomFor } from './reading.ts'
import { doubt, knownToItsEnd, limited } from './stream-state.ts'

/** Appends that follow one another in a stream and are written in one call. */
export interface Group {
  readonly stream: string
  /** The revision of the stream before them. */
  readonly expected: number
  readonly members: readonly Outgoing[]
}

/**
 * Writes a group and settles its members. Where the server finds something else than expected, each member is looked at
 * by itself.
 */
export async function writeGroup(connection: Connection, group: Group): Promise<void> {
  const { stream, expected, members } = group
  for (const member of members) member.given = 'started'
  const limit = { deadline: Math.max(...members.map((one) => one.limit.deadline)), signal: undefined }
  const sent = members.map((member) => sign(stream, member, member.append.events))
  const written = await send(connection, stream, expected, sent, limit)
  if (written === 'conflict') {
    for (const member of members) await settle(connection, member)
    return
  }
  let first = expected + 1
  const placed = await placesOf(connection, stream, first, sent, written, limit)
  for (const [index, member] of members.entries()) {
    const { events } = member.append
    member.resolve(resultOf(connection, stream, first, events.length, placed, sent[index], written))
    first += events.length
  }
}

/** Writes one append whose outcome depends on what the stream holds; resolves or rejects it. */
export async function settle(connection: Connection, outgoing: Outgoing): Promise<void> {
  outgoing.given = 'started'
  try {
    outgoing.resolve(await decide(connection, outgoing))
  } catch (error) {
    outgoing.reject(refusalOf(connection, outgoing, error))
  }
}

/** Why an append failed. Once it has been sent, and the time is over, nobody knows what became of it; what was refused, was refused. */
export function refusalOf(connection: Connection, { append, marks }: Outgoing, reason: unknown): unknown {
  const { stream } = append
  const passing = ['SERVER_AWAY', 'SERVER_SILENT']
  if (!(reason instanceof EventStoreError) || !passing.includes(reason.problem)) return reason
  if (marks.size === 0 || !connection.reached) return reason
  // If it was written after all, the stream is longer than known.
  doubt(connection, stream)
  const what = `append to stream ${stream} on ${connection.target.shown}`
  return new EventStoreError('OUTCOME_UNKNOWN', what, { stream }, reason)
}

/**
 * Looks at the stream, and follows the rule of all logs: written before, written now, or refused. When somebody else
 * writes at the same time it looks again; that can happen often, but each time the stream has grown.
 */
async function decide(connection: Connection, outgoing: Outgoing): Promise<AppendResult> {
  const { append, limit, writer } = outgoing
  const { stream, events } = append
  const ids = events.map(({ id }) => id)
  let before: number | undefined
  for (let stuck = 0; ; ) {
    doubt(connection, stream)
    const known = await knownToItsEnd(connection, stream, limit)
    const end = known.ids.count - 1
    if (end === before) {
      // The node read from may lag behind the one that is written to; or the server has lost events.
      const wait = backOffMs(stuck++)
      if (timeLeft(limit) <= wait) throw shrunk(connection, stream, end)
      await pause(wait, limit.signal)
      continue
    }
    const there = await eventsById(connection, stream, known, ids, limit)
    const pieces = piecesOf(events, writer.maxAppendBytes)
    const done = pieces.length > 1 ? leading(ids, append.expectedRevision, end, there) : 0
    if (done === 0) {
      const first = alreadyThereAt(append, { revision: end, revisionOf: (id) => there.get(id)?.revision })
      if (first !== undefined) return alreadyWritten(connection, outgoing, first)
    }
    const result = await writePieces(connection, outgoing, events.slice(done), end - done)
    if (result !== 'conflict') return result
    before = end
  }
}

/** How many events of an append that was cut into pieces have been written, when the rest can just be written after them. */
function leading(
  ids: readonly string[],
  expected: number | 'any',
  end: number,
  there: ReadonlyMap<string, { readonly revision: number }>,
): number {
  const first = there.get(ids[0] ?? '')?.revision
  if (first === undefined || (expected !== 'any' && first !== expected + 1)) return 0
  const done = end - first + 1
  const inPlace = ids.every(
    (id, index) => there.get(id)?.revision === (index < done ? first + index : undefined),
  )
  return done < ids.length && inPlace ? done : 0
}

/** Writes what is left of an append, piece by piece, each at an explicit revision. */
async function writePieces(
  connection: Connection,
  outgoing: Outgoing,
  rest: readonly PreparedEvent[],
  before: number,
): Promise<AppendResult | 'conflict'> {
  const { append, limit, writer } = outgoing
  const { stream, events } = append
  const first = before + 1
  let expected = first + (events.length - rest.length) - 1
  let written: Written | undefined
  let sent: Sent | undefined
  for (const piece of piecesOf(rest, writer.maxAppendBytes)) {
    sent = sign(stream, outgoing, piece)
    const outcome = await send(connection, stream, expected, [sent], limit)
    if (outcome === 'conflict') return 'conflict'
    written = outcome
    expected += piece.length
  }
  if (written === undefined) return 'conflict'
  if (events.length === 1 && written.sure && sent !== undefined) {
    return resultOf(connection, stream, first, 1, new Map(), sent, written)
  }
  const placed = await readPlaced(connection, stream, [first, first + events.length - 1], limit)
  return fromPlaces(connection, outgoing, first, placed)
}

async function alreadyWritten(
  connection: Connection,
  outgoing: Outgoing,
  first: number,
): Promise<AppendResult> {
  const last = first + outgoing.append.events.length - 1
  const placed = await readPlaced(connection, outgoing.append.stream, [first, last], outgoing.limit)
  return fromPlaces(connection, outgoing, first, placed)
}

function fromPlaces(
  connection: Connection,
  { append, marks }: Outgoing,
  first: number,
  placed: ReadonlyMap<number, Placed>,
): AppendResult {
  const last = first + append.events.length - 1
  const from = placed.get(first)
  const to = placed.get(last)
  if (from === undefined || to === undefined) throw limited(connection, append.stream, `no revision ${last}`)
  return {
    stream: append.stream,
    firstRevision: first,
    lastRevision: last,
    firstPosition: from.event.position,
    lastPosition: to.event.position,
    recordedAt: to.event.recordedAt,
    // What this very call sent, before its answer was lost, is not "already there".
    alreadyThere: to.by === undefined || !marks.has(to.by),
  }
}

/** Events ready to be sent, and under which mark; `marks` are those under which their append has been sent. */
interface Sent {
  readonly at: number
  readonly mark: string
  readonly marks: Set<string>
  readonly events: readonly PreparedEvent[]
  readonly wire: readonly WireEvent[]
  readonly bytes: number
}

function sign(stream: string, { writer, marks }: Outgoing, events: readonly PreparedEvent[]): Sent {
  const at = writer.now()
  const mark = writer.nextMark()
  const wire = events.map((event) => wireEvent(stream, event, at, mark))
  const bytes = wire.reduce((sum, event) => sum + Buffer.byteLength(event.data) + event.metadata.length, 0)
  return { at, mark, marks, events, wire, bytes }
}

/** What the server said to an append that it wrote. */
interface Written {
  readonly commit: number
  /** Whether the events are surely the ones just sent, and surely just now. */
  readonly sure: boolean
}

/** An answer that takes longer than this may have been given a time of recording that is not the one that was sent. */
const QUICK_MS = 1_000

/** For so long the clock of this host is believed to agree with the server's. */
const CLOCK_HOLDS_MS = 60_000

/**
 * Sends an append until the server says what became of it. The same ids at the same expected revision are idempotent for
 * good, so it may be sent as often as it takes; never at another revision.
 */
async function send(
  connection: Connection,
  stream: string,
  expected: number,
  sent: readonly Sent[],
  limit: Limit,
): Promise<Written | 'conflict'> {
  const events = sent.flatMap(({ wire }) => wire)
  const bytes = sent.reduce((sum, one) => sum + one.bytes, 1_024)
  const { highest } = connection
  const started = performance.now()
  const leave = await roomFor(connection, connection.appends, limit, bytes)
  for (const { mark, marks } of sent) marks.add(mark)
  try {
    const { answer, tries } = await untilAnswered(connection, { stream, expected, events }, limit)
    if (answer.kind === 'conflict') return 'conflict'
    if (answer.position === undefined) {
      const how = 'the server says "written" without saying where: these events were deleted or cut off'
      throw limited(connection, stream, how)
    }
    const commit = Number(answer.position)
    connection.highest = Math.max(connection.highest, commit)
    let revision = expected
    for (const { events } of sent) {
      for (const { id } of events) connection.streams.note({ stream, revision: ++revision, id })
    }
    // A position seen before, or a revision other than the next, is that of an earlier append of the same events.
    const sure =
      tries === 0 &&
      commit > highest &&
      answer.revision === BigInt(revision) &&
      performance.now() - started < QUICK_MS &&
      performance.now() - connection.clockAgreedAt < CLOCK_HOLDS_MS
    return { commit, sure }
  } finally {
    leave()
  }
}

async function untilAnswered(
  connection: Connection,
  call: AppendCall,
  limit: Limit,
): Promise<{ readonly answer: AppendAnswer; readonly tries: number }> {
  for (let tries = 0; ; tries++) {
    const timeoutMs = timeLeft(limit)
    try {
      const ms = tryMs(limit, timeoutMs)
      const answer = await ask(connection, call, ms)
      connection.reached = true
      return { answer, tries }
    } catch (error) {
      await beforeNextTry(connection, error, limit, tries)
    }
  }
}

async function ask(connection: Connection, call: AppendCall, ms: number): Promise<AppendAnswer> {
  const sender = knownAppendsOf(connection) ?? (await within(ms, undefined, appendsOf(connection)))
  return sender(call, ms)
}

/** So many events are read back as a whole; of more, the first and the last of each append. */
const READ_BACK = 64

async function placesOf(
  connection: Connection,
  stream: string,
  first: number,
  sent: readonly Sent[],
  written: Written,
  limit: Limit,
): Promise<ReadonlyMap<number, Placed>> {
  const count = sent.reduce((sum, { events }) => sum + events.length, 0)
  if (count === 1 && written.sure) return new Map()
  if (count <= READ_BACK || sent.length > 1) {
    const all = Array.from({ length: count }, (_, index) => first + index)
    return readPlaced(connection, stream, all, limit)
  }
  return readPlaced(connection, stream, [first, first + count - 1], limit)
}

function resultOf(
  connection: Connection,
  stream: string,
  first: number,
  count: number,
  placed: ReadonlyMap<number, Placed>,
  sent: Sent | undefined,
  written: Written,
): AppendResult {
  const last = first + count - 1
  const from = placed.get(first)
  const to = placed.get(last)
  const original = sent?.events.at(-1)?.originalRecordedAt
  if (from === undefined || to === undefined) {
    return singleResult(stream, first, written.commit, original ?? sent?.at ?? 0)
  }
  if (to.by === sent?.mark && original === undefined) {
    connection.clockAgreedAt = to.event.recordedAt === sent?.at ? performance.now() : Number.NEGATIVE_INFINITY
  }
  return {
    stream,
    firstRevision: first,
    lastRevision: last,
    firstPosition: from.event.position,
    lastPosition: to.event.position,
    recordedAt: to.event.recordedAt,
    alreadyThere: to.by !== sent?.mark,
  }
}

/** The server refuses what its own stream would allow: it holds less than this process has seen in it. */
function shrunk(connection: Connection, stream: string, end: number): EventStoreError {
  connection.streams.forget(stream)
  const what = `stream ${stream} on ${connection.target.shown}: revision ${end} was there and is not any more`
  return new EventStoreError('STREAM_LIMITED', what, { stream })
}
