import type { EventLog, Position } from '@tidemark/log'
import { follow } from './subscriber.ts'

/** What the subscribers follow of what is written, and how they behave. */
const SUBSCRIBERS: readonly {
  readonly name: string
  readonly parts: readonly string[]
  readonly crashEvery?: number
  readonly slow?: boolean
}[] = [
  { name: 'everything', parts: [''] },
  { name: 'everything, beginning again from its checkpoint every 500 events', parts: [''], crashEvery: 500 },
  { name: 'some streams, slowly', parts: ['own-1', 'shared-0'], slow: true },
  { name: 'one stream', parts: ['shared-1'] },
  { name: 'streams that nobody writes', parts: ['nothing-'] },
]

/** What a subscriber was to see, and what it saw; a rejection says why it saw nothing more. */
export interface Subscriber {
  readonly name: string
  readonly prefixes: readonly string[]
  readonly seen: Promise<PromiseSettledResult<readonly Position[]>>
}

/** Starts all subscribers, two on each log. */
export function subscribers(
  logs: readonly EventLog[],
  prefix: string,
  common: { readonly after: Position; readonly last: Promise<Position>; readonly giveUp: AbortSignal },
): readonly Subscriber[] {
  return SUBSCRIBERS.flatMap(({ name, parts, ...how }, index) => {
    const log = logs[index % logs.length]
    if (log === undefined) return []
    const prefixes = parts.map((part) => prefix + part)
    const seen = Promise.allSettled([follow({ ...common, ...how, log, prefixes })])
    return [{ name, prefixes, seen: seen.then(([outcome]) => outcome) }]
  })
}
