import type sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import streamsPb from '@eventstore/db-client/generated/streams_pb.js'
import {
  type handleBidiStreamingCall,
  type handleClientStreamingCall,
  type ServerErrorResponse,
  status,
} from '@grpc/grpc-js'
import { delay, failure, NOT_READY, nextFault, notLeader, refusal, type ServerState } from './calls.ts'
import { appendAnswer, batchAnswer, notReadyAnswer, proposedRecord, streamName } from './messages.ts'
import type { Expected, ProposedRecord, WriteOutcome } from './store.ts'

interface Append {
  readonly stream: string
  readonly expected: Expected
  readonly events: ProposedRecord[]
}

/** What is sent back: an outcome, an error of the whole call, or nothing. */
type Reply =
  | { readonly outcome: WriteOutcome }
  | { readonly error: Partial<ServerErrorResponse> }
  | 'not ready'
  | undefined

/** Applies an append, unless a fault says otherwise. */
async function answer(state: ServerState, { stream, expected, events }: Append): Promise<Reply> {
  const fault = nextFault(state, 'append', stream)
  const apply = () => state.store.write(stream, expected, events)
  switch (fault?.kind) {
    case undefined:
      return { outcome: apply() }
    case 'lose':
      return undefined
    case 'swallow':
      apply()
      return undefined
    case 'drop':
      if (fault.applied) apply()
      state.dropConnections()
      return undefined
    case 'restart':
      if (fault.applied) apply()
      state.restart(fault.downMs)
      return undefined
    case 'delay':
      await delay(fault.ms)
      return { outcome: apply() }
    case 'not-leader':
      return { error: notLeader(state) }
    case 'not-ready':
      return 'not ready'
    case 'status':
      return { error: failure(fault.code, fault.details) }
    default:
      return { outcome: apply() }
  }
}

/** Many appends over one call, each answered by its correlation id. */
export function batchAppend(
  state: ServerState,
): handleBidiStreamingCall<streamsPb.BatchAppendReq, streamsPb.BatchAppendResp> {
  return (call) => {
    const open = new Map<string, Append & { readonly correlation: sharedPb.UUID | undefined }>()
    let over = false
    const fail = (error: Partial<ServerErrorResponse>) => {
      if (over) return
      over = true
      call.emit('error', error)
    }
    const stop = () => {
      over = true
    }
    call.on('cancelled', stop)
    call.on('error', stop)
    call.on('end', () => {
      stop()
      call.end()
    })
    const refused = refusal(state, call.metadata)
    if (refused !== undefined) return fail(refused)
    call.on('data', async (request: streamsPb.BatchAppendReq) => {
      const key = request.getCorrelationId()?.getString() ?? ''
      const options = request.getOptions()
      const append = open.get(key) ?? {
        correlation: request.getCorrelationId(),
        stream: streamName(options?.getStreamIdentifier()),
        expected: batchExpected(options),
        events: [],
      }
      append.events.push(...request.getProposedMessagesList().map(proposedRecord))
      open.set(key, append)
      if (!request.getIsFinal()) return
      open.delete(key)
      const reply = await answer(state, append)
      if (over || reply === undefined) return
      if (reply === 'not ready') call.write(notReadyAnswer(append))
      else if ('error' in reply) fail(reply.error)
      else call.write(batchAnswer(append, reply.outcome))
    })
  }
}

function batchExpected(options: streamsPb.BatchAppendReq.Options | undefined): Expected {
  if (options?.hasNoStream()) return 'no_stream'
  if (options?.hasStreamExists()) return 'stream_exists'
  if (options?.hasStreamPosition()) return BigInt(options.getStreamPosition())
  return 'any'
}

/** One append a call. */
export function append(
  state: ServerState,
): handleClientStreamingCall<streamsPb.AppendReq, streamsPb.AppendResp> {
  return (call, callback) => {
    const events: ProposedRecord[] = []
    let stream = ''
    let expected: Expected = 'any'
    let over = false
    const fail = (error: Partial<ServerErrorResponse>) => {
      if (over) return
      over = true
      callback(error)
    }
    call.on('cancelled', () => {
      over = true
    })
    const refused = refusal(state, call.metadata)
    if (refused !== undefined) return fail(refused)
    call.on('data', (request: streamsPb.AppendReq) => {
      const options = request.getOptions()
      if (options !== undefined) {
        stream = streamName(options.getStreamIdentifier())
        expected = singleExpected(options)
      }
      const proposed = request.getProposedMessage()
      if (proposed !== undefined) events.push(proposedRecord(proposed))
    })
    call.on('end', async () => {
      const reply = await answer(state, { stream, expected, events })
      if (reply === undefined || over) return
      if (reply === 'not ready') return fail(NOT_READY)
      if ('error' in reply) return fail(reply.error)
      const { outcome } = reply
      if (outcome.kind !== 'success' && outcome.kind !== 'wrong') return fail(singleError(stream, outcome))
      over = true
      callback(null, appendAnswer(outcome))
    })
  }
}

function singleExpected(options: streamsPb.AppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no_stream'
  if (options.hasStreamExists()) return 'stream_exists'
  if (options.hasRevision()) return BigInt(options.getRevision())
  return 'any'
}

function singleError(stream: string, outcome: Exclude<WriteOutcome, { kind: 'success' | 'wrong' }>) {
  if (outcome.kind === 'deleted') {
    return failure(status.FAILED_PRECONDITION, 'deleted', 'stream-deleted', { 'stream-name': stream })
  }
  if (outcome.kind === 'too-large') {
    const limit = { 'maximum-append-size': String(outcome.limit) }
    return failure(status.INVALID_ARGUMENT, 'too large', 'maximum-append-size-exceeded', limit)
  }
  return failure(status.INVALID_ARGUMENT, outcome.message)
}

/** Deletes a stream, for a time or for good. */
export function deletion(state: ServerState, name: string, expected: Expected, forGood: boolean) {
  const outcome = forGood ? state.store.tombstone(name, expected) : state.store.softDelete(name, expected)
  if (outcome.kind === 'success') return { position: outcome.position }
  const actual = outcome.kind === 'wrong' ? { 'actual-version': String(outcome.actual ?? -1n) } : {}
  const versions = { 'stream-name': name, 'expected-version': expectedText(expected), ...actual }
  return { error: failure(status.FAILED_PRECONDITION, 'wrong version', 'wrong-expected-version', versions) }
}

function expectedText(expected: Expected): string {
  if (typeof expected === 'bigint') return expected.toString()
  return { any: '-2', no_stream: '-1', stream_exists: '-4' }[expected]
}

/** What the options of a deletion expect of the stream. */
export function deletionExpected(
  options: streamsPb.DeleteReq.Options | streamsPb.TombstoneReq.Options | undefined,
): Expected {
  if (options?.hasNoStream()) return 'no_stream'
  if (options?.hasStreamExists()) return 'stream_exists'
  if (options?.hasRevision()) return BigInt(options.getRevision())
  return 'any'
}

/** Where a deletion stands in the log. */
export function deletionAnswer(position: bigint): streamsPb.DeleteResp {
  const at = new streamsPb.DeleteResp.Position()
  at.setCommitPosition(position.toString())
  at.setPreparePosition(position.toString())
  const answer = new streamsPb.DeleteResp()
  answer.setPosition(at)
  return answer
}

/** Where a tombstone stands in the log. */
export function tombstoneAnswer(position: bigint): streamsPb.TombstoneResp {
  const at = new streamsPb.TombstoneResp.Position()
  at.setCommitPosition(position.toString())
  at.setPreparePosition(position.toString())
  const answer = new streamsPb.TombstoneResp()
  answer.setPosition(at)
  return answer
}
