/** What a client asks of the server, as far as faults are concerned. */
export type Operation = 'append' | 'read' | 'subscribe'

/** One misbehaviour. */
export type Fault =
  /** The append is neither applied nor answered. */
  | { readonly kind: 'lose' }
  /** The append is applied and never answered. */
  | { readonly kind: 'swallow' }
  /** Every call under way ends as if the connection had broken. */
  | { readonly kind: 'drop'; readonly applied: boolean }
  /** The server dies and comes back; appends that are not applied are lost, they were not acknowledged. */
  | { readonly kind: 'restart'; readonly applied: boolean; readonly downMs: number }
  /** The server is starting: it takes calls, and says that it is not ready. */
  | { readonly kind: 'not-ready' }
  /** The answer, or the first event, comes later. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** A follower sends the client to the leader, which is this server. */
  | { readonly kind: 'not-leader' }
  /** A node of a cluster that lags: it has all but the newest records when it is asked, and gets the rest later. */
  | { readonly kind: 'behind'; readonly records: number }
  /** A read or a subscription breaks off after so many events. */
  | { readonly kind: 'cut'; readonly after: number }
  /** A read or a subscription falls silent after so many events. */
  | { readonly kind: 'stall'; readonly after: number }
  /** A subscription is ended because its consumer was too slow. */
  | { readonly kind: 'too-slow'; readonly after: number }
  /** The call ends with this status of gRPC. */
  | { readonly kind: 'status'; readonly code: number; readonly details: string }

/** Says how the next call of a kind misbehaves, if it does. */
export type FaultPlan = (operation: Operation, stream: string | undefined) => Fault | undefined

/** Faults in the order given, one for each call of the operation; then none. */
export function scriptedFaults(script: Partial<Record<Operation, readonly Fault[]>>): FaultPlan {
  const left = new Map(Object.entries(script).map(([operation, faults]) => [operation, [...faults]]))
  return (operation) => left.get(operation)?.shift()
}

/** How often something goes wrong, each from 0 (never) to 1 (always). */
export interface FaultRates {
  readonly append: number
  readonly read: number
  readonly subscribe: number
  /** Of the faults of appends, how many are restarts. */
  readonly restart: number
}

/** Faults drawn from a seed: the same seed and the same calls misbehave the same way. */
export function seededFaults(seed: number, rates: FaultRates): FaultPlan {
  const random = randomNumbers(seed)
  const among = <T>(...choices: readonly [T, ...T[]]): T =>
    choices[Math.floor(random() * choices.length)] ?? choices[0]
  const appendFault = (): Fault => {
    const applied = random() < 0.5
    if (random() < rates.restart) return { kind: 'restart', applied, downMs: 1 + Math.floor(random() * 20) }
    return among<Fault>(
      { kind: 'lose' },
      { kind: 'swallow' },
      { kind: 'drop', applied },
      { kind: 'delay', ms: Math.floor(random() * 20) },
      { kind: 'not-leader' },
      { kind: 'not-ready' },
      { kind: 'status', code: 13, details: 'Received RST_STREAM with code 2' },
    )
  }
  const readFault = (slow: boolean): Fault => {
    const after = Math.floor(random() * 40)
    const cut: Fault = { kind: 'cut', after }
    return among<Fault>(cut, slow ? { kind: 'too-slow', after } : cut, {
      kind: 'delay',
      ms: Math.floor(random() * 10),
    })
  }
  return (operation) => {
    if (random() >= rates[operation]) return undefined
    return operation === 'append' ? appendFault() : readFault(operation === 'subscribe')
  }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
