import { randomUUID } from 'node:crypto'
import type statusPb from '@eventstore/db-client/generated/status_pb.js'
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type { ClientDuplexStream } from '@grpc/grpc-js'
import { appendRequest } from './append-request.ts'
import { type AppendResponse, appendResponse } from './append-response.ts'
import type { ClientInternals } from './client-internals.ts'
import { within } from './limit.ts'

/** An event as it goes over the wire. */
export interface WireEvent {
  readonly uuid: string
  readonly type: string
  /** JSON. */
  readonly data: string
  /** JSON. */
  readonly metadata: string
}

/** One append, always with an explicit expected revision: only those are idempotent for good. */
export interface AppendCall {
  readonly stream: string
  /** -1 for a stream that does not exist. */
  readonly expected: number
  readonly events: readonly WireEvent[]
}

/** What the server says to an append that it understood. */
export type AppendAnswer =
  | { readonly kind: 'success'; readonly revision: bigint; readonly position: bigint | undefined }
  | { readonly kind: 'conflict' }

/** Sends one append and waits so many milliseconds for the answer. */
export type SendAppend = (call: AppendCall, ms: number) => Promise<AppendAnswer>

type BatchStream = ClientDuplexStream<Uint8Array, AppendResponse>
type Pending = Map<string, PromiseWithResolvers<AppendAnswer>>

/** The server turned an append down; `type` as in the errors of the client. */
export class AppendRefused extends Error {
  override readonly name = 'AppendRefused'
  readonly type: string

  constructor(type: string, message: string) {
    super(message)
    this.type = type
  }
}

/** The stream of appends ended before the answer came; the append may have been written. */
class AppendStreamEnded extends Error {
  override readonly name = 'AppendStreamEnded'
  readonly type = 'unavailable'
}

/** The longest a server may take over an append, in milliseconds. */
const SERVER_DEADLINE_MS = 10_000

/**
 * Makes the function that appends over one stream of a connection.
 *
 * The client has such a function too, but it keeps the appends of all clients of a process in one place: a connection
 * that breaks rejects the appends of the others, and the answers to those then end the process; and appends that wait
 * for a full connection end it as well when it breaks.
 */
export function batchAppends(internals: ClientInternals): SendAppend {
  const pendingOf = new WeakMap<BatchStream, Pending>()
  const open = internals.GRPCStreamCreator(
    streamsGrpc.StreamsClient,
    'appendToStream',
    (client): BatchStream => {
      const { path } = streamsGrpc.StreamsService.batchAppend
      const stream = client.makeBidiStreamRequest(
        path,
        asBuffer,
        appendResponse,
        ...internals.callArguments({}, { deadline: Number.POSITIVE_INFINITY }),
      )
      pendingOf.set(stream, listen(stream))
      return stream
    },
    new WeakMap(),
  )
  return async (call, ms) => {
    const correlation = randomUUID()
    let pending: Pending | undefined
    const ask = async () => {
      const stream = await open()
      pending = pendingOf.get(stream)
      if (pending === undefined || stream.destroyed) throw new AppendStreamEnded('the connection has broken')
      const answer = Promise.withResolvers<AppendAnswer>()
      pending.set(correlation, answer)
      stream.write(appendRequest(call, correlation, Date.now() + SERVER_DEADLINE_MS))
      return answer.promise
    }
    try {
      return await within(ms, undefined, ask())
    } finally {
      pending?.delete(correlation)
    }
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function listen(stream: BatchStream): Pending {
  const pending: Pending = new Map()
  const fail = (error: Error) => {
    for (const { reject } of pending.values()) reject(error)
    pending.clear()
  }
  stream.on('data', ({ correlation, outcome }: AppendResponse) => {
    // Nobody may be waiting any more: the answer came after the time limit.
    const waiting = pending.get(correlation)
    if (waiting === undefined) return
    if (!('getError' in outcome)) waiting.resolve({ kind: 'success', ...outcome })
    else if (outcome.getError()?.getDetails()?.getTypeName() === WRONG_VERSION) {
      waiting.resolve({ kind: 'conflict' })
    } else waiting.reject(refusalOf(outcome.getError()))
  })
  stream.on('error', fail)
  stream.on('end', () => fail(new AppendStreamEnded('the server ended the stream of appends')))
  return pending
}

const WRONG_VERSION = 'event_store.client.WrongExpectedVersion'

const refusals: { readonly [typeName: string]: string } = {
  'event_store.client.StreamDeleted': 'stream-deleted',
  'event_store.client.AccessDenied': 'access-denied',
  'event_store.client.Timeout': 'deadline-exceeded',
  'event_store.client.MaximumAppendSizeExceeded': 'maximum-append-size-exceeded',
  // The server does not know itself what happened: the append may have been written.
  'event_store.client.Unknown': 'unavailable',
  // It is starting, too busy, or has no leader at the moment: it says so in words only.
  'google.protobuf.Empty': 'unavailable',
}

function refusalOf(error: statusPb.Status | undefined): AppendRefused {
  const typeName = error?.getDetails()?.getTypeName() ?? ''
  return new AppendRefused(refusals[typeName] ?? 'invalid-argument', `${error?.getMessage()} ${typeName}`)
}
