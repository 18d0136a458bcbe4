import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Metadata, type ServerErrorResponse, type ServerWritableStream, status } from '@grpc/grpc-js'
import type { Fault, FaultPlan, Operation } from './faults.ts'
import type { Store } from './store.ts'

/** What the calls of a server share. */
export interface ServerState {
  readonly store: Store
  readonly options: ServerBehaviour
  /** How many calls of each kind there were. */
  readonly counts: Record<Operation, number>
  /** Breaks every connection. */
  readonly dropConnections: () => void
  readonly address: () => { readonly host: string; readonly port: number }
  readonly restart: (downMs: number) => void
  faults: FaultPlan
}

/** How a server behaves when nothing goes wrong. */
export interface ServerBehaviour {
  readonly version: string
  readonly batchAppend: boolean
  readonly caughtUp: boolean
  readonly absurdCheckpoint: boolean
  readonly credentials: { readonly username: string; readonly password: string } | undefined
}

/** What a client is told when its connection breaks. */
export const CONNECTION_LOST = { code: status.UNAVAILABLE, details: 'Connection dropped' }

/** The error of a call, with the name of the exception that the client tells errors apart by. */
export function failure(
  code: status,
  details: string,
  exception?: string,
  extra: Readonly<Record<string, string>> = {},
): Partial<ServerErrorResponse> & { readonly code: status } {
  const metadata = new Metadata()
  if (exception !== undefined) metadata.set('exception', exception)
  for (const [key, value] of Object.entries(extra)) metadata.set(key, value)
  return { code, details, metadata }
}

/** The error by which a follower sends its client to the leader. */
export function notLeader(state: ServerState): Partial<ServerErrorResponse> {
  const { host, port } = state.address()
  const leader = { 'leader-endpoint-host': host, 'leader-endpoint-port': String(port) }
  return failure(status.NOT_FOUND, 'Leader info available', 'not-leader', leader)
}

/** What a server that is starting answers. */
export const NOT_READY = { code: status.UNAVAILABLE, details: 'Server Is Not Ready' }

/** Why a caller is turned away, if it is. */
export function refusal(state: ServerState, metadata: Metadata): Partial<ServerErrorResponse> | undefined {
  const { credentials } = state.options
  if (credentials === undefined) return undefined
  const wanted = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')
  if (metadata.get('authorization').includes(`Basic ${wanted}`)) return undefined
  return failure(status.UNAUTHENTICATED, 'Unauthenticated')
}

/** Counts a call and says how it is to misbehave. */
export function nextFault(
  state: ServerState,
  operation: Operation,
  stream: string | undefined,
): Fault | undefined {
  state.counts[operation]++
  return state.faults(operation, stream)
}

/** Lets time pass; a server that was stopped meanwhile does not mind. */
export async function delay(ms: number): Promise<void> {
  await sleep(ms)
}

/** Whatever a client reads. */
export interface Answers<T> {
  /** False when nobody reads any more. */
  send(message: T): Promise<boolean>
  /** Whether the reader has not taken what was sent before. */
  readonly congested: boolean
  readonly over: boolean
  end(): void
  fail(error: Partial<ServerErrorResponse>): void
}

/** The answers of one call, sent no faster than they are taken. */
export function answersOf<Req, Resp>(call: ServerWritableStream<Req, Resp>): Answers<Resp> {
  let over = false
  let congested = false
  const stop = () => {
    over = true
    // Whoever waits for room is not to wait for ever.
    call.emit('drain')
  }
  const fail = (error: Partial<ServerErrorResponse>) => {
    if (over) return
    stop()
    call.emit('error', error)
  }
  call.on('cancelled', stop)
  // Without a listener an error that was emitted on purpose would end the process.
  call.on('error', stop)
  return {
    async send(message) {
      if (over) return false
      if (!call.write(message)) {
        congested = true
        await once(call, 'drain')
        congested = false
      }
      return !over
    },
    get congested() {
      return congested
    },
    get over() {
      return over
    },
    end() {
      if (over) return
      stop()
      call.end()
    },
    fail,
  }
}
