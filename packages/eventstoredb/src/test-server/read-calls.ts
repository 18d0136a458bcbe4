import streamsPb from '@eventstore/db-client/generated/streams_pb.js'
import { type handleServerStreamingCall, status } from '@grpc/grpc-js'
import {
  type Answers,
  answersOf,
  CONNECTION_LOST,
  delay,
  failure,
  NOT_READY,
  nextFault,
  notLeader,
  refusal,
  type ServerState,
} from './calls.ts'
import type { Fault } from './faults.ts'
import { eventAnswer, streamIdentifier, streamName } from './messages.ts'
import type { Store, StoredRecord } from './store.ts'
import { serveSubscription } from './subscriptions.ts'

type Options = streamsPb.ReadReq.Options
type Failure = ReturnType<typeof failure>

/** Reads and subscriptions: the protocol has one call for both. */
export function read(state: ServerState): handleServerStreamingCall<streamsPb.ReadReq, streamsPb.ReadResp> {
  return async (call) => {
    const answers = answersOf(call)
    const options = call.request.getOptions()
    if (options === undefined) return answers.fail(failure(status.INVALID_ARGUMENT, 'no options'))
    const refused = refusal(state, call.metadata)
    if (refused !== undefined) return answers.fail(refused)
    const name = options.getStream() && streamName(options.getStream()?.getStreamIdentifier())
    const fault = nextFault(state, options.hasSubscription() ? 'subscribe' : 'read', name)
    if (fault?.kind === 'delay') await delay(fault.ms)
    if (fault?.kind === 'not-ready') return answers.fail(NOT_READY)
    if (fault?.kind === 'not-leader') return answers.fail(notLeader(state))
    if (fault?.kind === 'status') return answers.fail(failure(fault.code, fault.details))
    const faulty = misbehaving(answers, fault)
    const shown = state.store.all.length - (fault?.kind === 'behind' ? fault.records : 0)
    if (options.hasSubscription()) return serveSubscription(state, options, faulty, shown)
    await serveRead(state.store, options, name, faulty, shown)
  }
}

/** Breaks the answers off, or lets them fall silent, after as many events as the fault says. */
function misbehaving(
  answers: Answers<streamsPb.ReadResp>,
  fault: Fault | undefined,
): Answers<streamsPb.ReadResp> {
  if (fault?.kind !== 'cut' && fault?.kind !== 'stall' && fault?.kind !== 'too-slow') return answers
  let left = fault.after
  const over = () => {
    if (fault.kind === 'cut') answers.fail(CONNECTION_LOST)
    if (fault.kind === 'too-slow') answers.fail(TOO_SLOW)
    return false
  }
  return {
    async send(message) {
      if (message.hasEvent() && left-- <= 0) return over()
      return answers.send(message)
    },
    get congested() {
      return answers.congested
    },
    get over() {
      return answers.over
    },
    end() {
      if (fault.kind === 'stall') return
      if (left > 0) over()
      answers.end()
    },
    fail: answers.fail,
  }
}

/** How a server ends a subscription whose consumer does not keep up. */
export const TOO_SLOW = failure(
  status.ABORTED,
  'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
)

async function serveRead(
  store: Store,
  options: Options,
  name: string | undefined,
  answers: Answers<streamsPb.ReadResp>,
  shown: number,
): Promise<void> {
  const backwards = options.getReadDirection() === streamsPb.ReadReq.Options.ReadDirection.BACKWARDS
  const count = BigInt(options.getCount() || '0')
  if (count <= 0n) return answers.fail(failure(status.INVALID_ARGUMENT, 'maxCount must be positive'))
  const found =
    name === undefined ? partOfAll(store, options, backwards, shown) : partOf(store, options, name, backwards)
  if ('missing' in found) {
    const missing = new streamsPb.ReadResp.StreamNotFound()
    missing.setStreamIdentifier(streamIdentifier(found.missing))
    const answer = new streamsPb.ReadResp()
    answer.setStreamNotFound(missing)
    await answers.send(answer)
    return answers.end()
  }
  if ('error' in found) return answers.fail(found.error)
  const { records, from, to } = found
  const step = from <= to ? 1 : -1
  let left = count
  for (let index = from; index !== to && left > 0n; index += step, left--) {
    const record = records[index]
    if (record === undefined || !(await answers.send(eventAnswer(record)))) return
  }
  answers.end()
}

/** Records and the indexes to read: from the first inclusive to the last exclusive, in either direction. */
type Part =
  | { readonly records: readonly StoredRecord[]; readonly from: number; readonly to: number }
  | { readonly missing: string }
  | { readonly error: Failure }

function partOf(store: Store, options: Options, name: string, backwards: boolean): Part {
  const records = store.readable(name)
  if (records === 'tombstone') {
    return {
      error: failure(status.FAILED_PRECONDITION, 'deleted', 'stream-deleted', { 'stream-name': name }),
    }
  }
  if (records === null) return { missing: name }
  const wanted = options.getStream()
  const from = wanted?.hasRevision() ? BigInt(wanted.getRevision()) : undefined
  if (backwards) {
    const after =
      from === undefined && !wanted?.hasStart()
        ? -1
        : records.findLastIndex((one) => one.revision <= (from ?? 0n))
    return { records, from: after < 0 ? records.length - 1 : after, to: -1 }
  }
  if (wanted?.hasEnd()) return { records, from: records.length, to: records.length }
  // Revisions have no gaps, whatever is hidden before the first.
  const offset = Number((from ?? 0n) - (records[0]?.revision ?? 0n))
  const first = Math.min(Math.max(offset, 0), records.length)
  // The records may grow while they are read: what is there when reading starts is what is read.
  return { records, from: first, to: records.length }
}

function partOfAll(store: Store, options: Options, backwards: boolean, shown: number): Part {
  const records = store.all
  const wanted = options.getAll()
  const position = wanted?.getPosition()?.getCommitPosition()
  const ends = backwards ? { from: shown - 1, to: -1 } : { from: 0, to: shown }
  if (position === undefined) {
    const nothing = backwards ? wanted?.hasStart() : wanted?.hasEnd()
    return nothing ? { records, from: ends.to, to: ends.to } : { records, ...ends }
  }
  const index = indexAfter(records, BigInt(position) - 1n)
  if (records[index]?.position !== BigInt(position)) {
    return { error: failure(status.UNKNOWN, 'Unexpected ReadAllResult: Error') }
  }
  return { records, from: backwards ? index - 1 : index, to: ends.to }
}

/** The index of the first record after a position. */
export function indexAfter(records: readonly StoredRecord[], position: bigint): number {
  let low = 0
  let high = records.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((records[middle]?.position ?? position) <= position) low = middle + 1
    else high = middle
  }
  return low
}
