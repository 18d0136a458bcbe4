import type { Position } from '@tidemark/log'
import { eventStoreLog } from '../../src/index.ts'
import { ownConnection } from '../case.ts'
import type { Tally } from '../tally.ts'
import { wrongAmong } from '../verify.ts'
import type { Acked } from './acked-file.ts'
import type { Subscriber } from './subscribers.ts'

/** Checks that everything acknowledged is there once: a line for all of it. */
export async function checkAcknowledged(url: string, acked: readonly Acked[], results: Tally): Promise<void> {
  const label = `${acked.length} acknowledged events are there exactly once, where they were said to be`
  const [first, ...others] = await wrongAmong(url, acked)
  if (acked.length === 0) results.fail('acknowledged events', 'there is none, which proves nothing')
  else if (first === undefined) results.pass(label)
  else results.fail(label, `${first.join(' ')}; and ${others.length} more`)
}

/** Checks that a subscriber saw what it was to see, once and in order. */
export async function checkSeen(
  url: string,
  { name, prefixes, seen }: Subscriber,
  after: Position,
  results: Tally,
): Promise<void> {
  const label = `subscriber to ${name}`
  const outcome = await seen
  if (outcome.status === 'rejected') return results.fail(label, outcome.reason)
  const wanted = await positionsUnder(url, prefixes, after)
  const wrongAt = wanted.findIndex((position, index) => outcome.value[index] !== position)
  const { length } = outcome.value
  if (wrongAt >= 0) {
    const how = `after ${wrongAt} events came position ${outcome.value[wrongAt]}, not ${wanted[wrongAt]}`
    results.fail(label, `${how} (${length} of ${wanted.length} seen)`)
  } else if (length > wanted.length) results.fail(label, `saw ${length} events of ${wanted.length}`)
  else results.pass(`${label}: saw ${length} events once, in order`)
}

async function positionsUnder(
  url: string,
  streamPrefixes: readonly string[],
  after: Position,
): Promise<readonly Position[]> {
  const log = eventStoreLog({ connectionString: ownConnection(url), timeoutMs: 30_000 })
  const positions: Position[] = []
  try {
    for await (const chunk of log.readAll({ after, streamPrefixes })) {
      positions.push(...chunk.map(({ position }) => position))
    }
  } finally {
    await log.close()
  }
  return positions
}
