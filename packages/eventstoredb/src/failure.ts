import { Metadata } from '@grpc/grpc-js'

/** What an error of the client means for whoever made the call. */
export type Failure =
  /** The call may succeed when it is made again; an append may have been written. */
  'passing' | 'conflict' | 'missing' | 'deleted' | 'denied' | 'not-eventstoredb' | 'refused'

/**
 * Classifies an error of the client by its `type` and by its gRPC status: while a server is down the client rejects with
 * plain errors that have a status only.
 */
export function failureOf(error: unknown): Failure {
  const { type, code } = marks(error)
  const byType = type === undefined ? undefined : failuresByType[type]
  if (byType !== undefined) return byType
  if (code !== undefined) return failuresByStatus[code] ?? 'refused'
  // Discovery of a cluster fails with a plain error; it may succeed the next time.
  return error instanceof Error && error.message.startsWith('Failed to discover') ? 'passing' : 'refused'
}

const failuresByType: { readonly [type: string]: Failure } = {
  timeout: 'passing',
  'deadline-exceeded': 'passing',
  unavailable: 'passing',
  cancelled: 'passing',
  'not-leader': 'passing',
  'wrong-expected-version': 'conflict',
  'stream-not-found': 'missing',
  'stream-deleted': 'deleted',
  'access-denied': 'denied',
  'time-limit': 'passing',
}

/** By number of the gRPC status. */
const failuresByStatus: { readonly [status: number]: Failure } = {
  1: 'passing',
  2: 'passing',
  4: 'passing',
  7: 'denied',
  8: 'passing',
  10: 'passing',
  12: 'not-eventstoredb',
  13: 'passing',
  14: 'passing',
  16: 'denied',
}

function marks(error: unknown): { readonly type?: string; readonly code?: number } {
  if (typeof error !== 'object' || error === null) return {}
  const type = 'type' in error && typeof error.type === 'string' ? error.type : exceptionOf(error)
  const code = 'code' in error && typeof error.code === 'number' ? error.code : undefined
  return { ...(type === undefined ? {} : { type }), ...(code === undefined ? {} : { code }) }
}

/** The name by which a server tells its errors apart; the client turns it into `type` where it looks. */
function exceptionOf(error: object): string | undefined {
  if (!('metadata' in error) || !(error.metadata instanceof Metadata)) return undefined
  return error.metadata.get('exception')[0]?.toString()
}
