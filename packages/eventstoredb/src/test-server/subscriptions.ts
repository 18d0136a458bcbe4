import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import streamsPb from '@eventstore/db-client/generated/streams_pb.js'
import { status } from '@grpc/grpc-js'
import { type Answers, failure, type ServerState } from './calls.ts'
import { checkpointAnswer, eventAnswer, streamName } from './messages.ts'
import { indexAfter, TOO_SLOW } from './read-calls.ts'
import type { Store, StoredRecord } from './store.ts'

type Options = streamsPb.ReadReq.Options
type Send = Answers<streamsPb.ReadResp>

/** So many events wait for a live consumer before it is cut off. */
const LIVE_BUFFER = 32

/** The records a filter looks at between two checkpoints, times the interval asked for. */
const SEARCH_WINDOW = 32

/** What some servers say when they do not know a position. */
const ABSURD = 18_446_744_073_709_551_615n

/** What a subscription is told that is to begin where no record stands. */
const NO_RECORD = failure(status.UNKNOWN, 'Exception was thrown by handler.')

/** Confirmation, what is there, the mark that it was all, then what comes. */
export async function serveSubscription(
  state: ServerState,
  options: Options,
  answers: Send,
  shown: number,
): Promise<void> {
  const { store } = state
  const start = options.getAll()?.getPosition()?.getCommitPosition()
  if (start !== undefined && !isRecord(store, BigInt(start))) return answers.fail(NO_RECORD)
  const confirmation = new streamsPb.ReadResp.SubscriptionConfirmation()
  confirmation.setSubscriptionId(randomUUID())
  const confirmed = new streamsPb.ReadResp()
  confirmed.setConfirmation(confirmation)
  await answers.send(confirmed)
  if (state.options.absurdCheckpoint) await answers.send(checkpointAnswer(ABSURD))

  const matches = matcher(options)
  const every = (options.getFilter()?.getCheckpointintervalmultiplier() ?? 0) * SEARCH_WINDOW
  let next = firstIndex(state, options)
  let scanned = 0
  const look = async (record: StoredRecord): Promise<boolean> => {
    if (matches(record) && !(await answers.send(eventAnswer(record)))) return false
    scanned++
    return every === 0 || scanned % every !== 0 || answers.send(checkpointAnswer(record.position))
  }
  const hidden = store.all.length - shown
  while (next < store.all.length - hidden) {
    const record = store.all[next]
    if (record === undefined || !(await look(record))) return
    next++
  }
  // The mark for a stream that does not exist comes only after its first event.
  const name = options.getStream() && streamName(options.getStream()?.getStreamIdentifier())
  let marked = name !== undefined && store.readable(name) === null
  if (!marked && !(await sendCaughtUp(state, answers))) return
  await live(state, answers, next, async (record) => {
    if (!(await look(record))) return false
    if (!marked || !matches(record)) return true
    marked = false
    return sendCaughtUp(state, answers)
  })
}

/** Pushes what is written; whoever does not take it in time is cut off, as by a real server. */
async function live(
  state: ServerState,
  answers: Send,
  from: number,
  look: (record: StoredRecord) => Promise<boolean>,
): Promise<void> {
  const { store } = state
  let next = from
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  let pushing = false
  const push = async () => {
    if (pushing) return
    pushing = true
    for (; next < store.all.length; next++) {
      const record = store.all[next]
      if (record === undefined || !(await look(record))) return end()
      // A few events of one append come over the wire one after the other, many in one go.
      if (store.all.length - next <= LIVE_BUFFER) await setImmediate()
    }
    pushing = false
  }
  const stopListening = store.onWritten(() => {
    if (answers.over) return end()
    if (answers.congested && store.all.length - next > LIVE_BUFFER) {
      answers.fail(TOO_SLOW)
      return end()
    }
    push()
  })
  push()
  await ended
  stopListening()
}

function sendCaughtUp(state: ServerState, answers: Send): Promise<boolean> {
  if (!state.options.caughtUp) return Promise.resolve(!answers.over)
  const answer = new streamsPb.ReadResp()
  answer.setCaughtUp(new streamsPb.ReadResp.CaughtUp())
  return answers.send(answer)
}

function firstIndex({ store }: ServerState, options: Options): number {
  const all = options.getAll()
  const stream = options.getStream()
  if (all?.hasEnd() || stream?.hasEnd()) return store.all.length
  const position = all?.getPosition()?.getCommitPosition()
  return position === undefined ? 0 : indexAfter(store.all, BigInt(position))
}

/** Whether a subscription may begin at a position: that of a record, or one beyond them all. */
function isRecord({ all }: Store, position: bigint): boolean {
  const found = all[indexAfter(all, position - 1n)]
  return found === undefined || found.position === position
}

function matcher(options: Options): (record: StoredRecord) => boolean {
  const stream = options.getStream()
  if (stream !== undefined) {
    const name = streamName(stream.getStreamIdentifier())
    const after = stream.hasRevision() ? BigInt(stream.getRevision()) : -1n
    return (record) => record.stream === name && record.revision > after
  }
  const filter = options.getFilter()
  if (filter === undefined) return () => true
  const expression = filter.getStreamIdentifier() ?? filter.getEventType()
  const text = filter.hasStreamIdentifier()
    ? (record: StoredRecord) => record.stream
    : (record: StoredRecord) => record.type
  const prefixes = expression?.getPrefixList() ?? []
  if (prefixes.length > 0) return (record) => prefixes.some((prefix) => text(record).startsWith(prefix))
  const regex = new RegExp(expression?.getRegex() ?? '', 'u')
  return (record) => regex.test(text(record))
}
