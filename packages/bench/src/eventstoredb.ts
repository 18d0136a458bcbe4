import {
  type AppendExpectedRevision,
  type AppendResult,
  EventStoreDBClient,
  jsonEvent,
  START,
  streamNameFilter,
} from '@eventstore/db-client'
import { type EventStoreLog, eventStoreLog } from '@tidemark/eventstoredb'
import { startTestServer } from '@tidemark/eventstoredb/test-server'
import { jsonObjectOf, type NewEvent, NO_STREAM } from '@tidemark/log'
import { type Benchmark, type Figure, perSecond, rate } from './figure.ts'
import { median, timed } from './stopwatch.ts'
import { tradeOf } from './trade.ts'

const BARE = 'the bare client on the same server'

/** So many events in a large append, and so many small appends at the same time. */
const LARGE = 500
const AT_ONCE = 64

/** Both ways are measured so often, in turn; the middle one counts. */
const ROUNDS = 9

/** Appends and catch-up of the log, beside the client alone: what the promises of the log cost. */
export const eventStoreDb: Benchmark = {
  figures: ['eventstoredb-append-large', 'eventstoredb-append-small', 'eventstoredb-catch-up'],
  run: benchEventStoreDb,
}

async function benchEventStoreDb(movements: number): Promise<readonly Figure[]> {
  const url = process.env.TIDEMARK_EVENTSTOREDB_URL
  const server = url === undefined ? await startTestServer() : undefined
  const connectionString = url ?? server?.connectionString ?? ''
  const log = eventStoreLog({ connectionString })
  const client = EventStoreDBClient.connectionString(connectionString)
  const bench = { log, client, events: eventsOf(Math.min(movements, 20_000)), run: crypto.randomUUID() }
  try {
    return [await largeAppends(bench), await smallAppends(bench), await catchUp(bench)]
  } finally {
    await log.close()
    await client.dispose()
    await server?.stop()
  }
}

interface Bench {
  readonly log: EventStoreLog
  readonly client: EventStoreDBClient
  readonly events: readonly NewEvent[]
  /** Makes the names of streams differ from those of earlier runs on the same server. */
  readonly run: string
}

function eventsOf(count: number): readonly NewEvent[] {
  return [...tradeOf({ movements: count, seed: 1 })].map(({ id = '', type = '', ...data }) => ({
    id,
    type,
    data,
  }))
}

/** Measures both ways in turn, after a round that does not count. */
async function compared(
  name: string,
  events: number,
  ours: (round: number) => Promise<unknown>,
  bare: (round: number) => Promise<unknown>,
): Promise<Figure> {
  const rates: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] }
  for (let round = 0; round <= ROUNDS; round++) {
    const way = round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)
    for (const who of way) {
      const { ms } = await timed(() => (who === 'ours' ? ours(round) : bare(round)))
      if (round > 0) rates[who].push(perSecond(events, ms))
    }
  }
  return rate(name, median(rates.ours), 'events/s', BARE, median(rates.bare))
}

/** Batches of one stream, one after the other. */
function largeAppends({ log, client, events, run }: Bench): Promise<Figure> {
  const batches = Array.from({ length: Math.ceil(events.length / LARGE) }, (_, n) =>
    events.slice(n * LARGE, (n + 1) * LARGE),
  )
  return compared(
    'eventstoredb-append-large',
    events.length,
    async (round) => {
      const stream = `ours-large-${run}.${round}`
      let expectedRevision = NO_STREAM
      for (const batch of batches) {
        const [result] = await log.append([{ stream, expectedRevision, events: batch }])
        expectedRevision = result?.lastRevision ?? NO_STREAM
      }
    },
    async (round) => {
      const stream = `bare-large-${run}.${round}`
      let expectedRevision: AppendExpectedRevision = 'no_stream'
      for (const batch of batches) {
        const result: AppendResult = await client.appendToStream(stream, batch.map(asJson), {
          expectedRevision,
        })
        expectedRevision = result.nextExpectedRevision
      }
    },
  )
}

/** One event each, to streams of their own, many at once. */
function smallAppends({ log, client, events, run }: Bench): Promise<Figure> {
  const some = events.slice(0, 4_000)
  const several = async (append: (lane: number, revision: number, event: NewEvent) => Promise<unknown>) => {
    const lane = async (first: number) => {
      for (let n = first; n < some.length; n += AT_ONCE) {
        const event = some[n]
        if (event !== undefined) await append(first, Math.floor(n / AT_ONCE), event)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, (_, first) => lane(first)))
  }
  return compared(
    'eventstoredb-append-small',
    some.length,
    (round) =>
      several((lane, revision, event) =>
        log.append([
          { stream: `ours-small-${run}.${round}-${lane}`, expectedRevision: revision - 1, events: [event] },
        ]),
      ),
    (round) =>
      several((lane, revision, event) =>
        client.appendToStream(`bare-small-${run}.${round}-${lane}`, [asJson(event)], {
          expectedRevision: revision === 0 ? 'no_stream' : BigInt(revision - 1),
        }),
      ),
  )
}

/** Everything under a prefix, from the beginning to the head of the log: nobody knows beforehand how much there is. */
function catchUp({ log, client, events, run }: Bench): Promise<Figure> {
  const prefix = `ours-large-${run}.0`
  return compared(
    'eventstoredb-catch-up',
    events.length,
    async () => {
      let count = 0
      for await (const chunk of log.readAll({ streamPrefixes: [prefix] })) count += chunk.length
      if (count !== events.length) throw new Error(`caught up with ${count} of ${events.length} events`)
    },
    async () => {
      const filter = streamNameFilter({ prefixes: [prefix], checkpointInterval: 32 })
      const subscription = client.subscribeToAll({ fromPosition: START, filter })
      let count = 0
      const caughtUp = new Promise<void>((resolve) => subscription.on('caughtUp', resolve))
      subscription.on('data', ({ event }) => {
        if (event !== undefined) count++
      })
      await caughtUp
      await subscription.unsubscribe()
      if (count !== events.length)
        throw new Error(`the client caught up with ${count} of ${events.length} events`)
    },
  )
}

/** Without the log one would keep the id of the movement in the metadata, too. */
function asJson({ id, type, data }: NewEvent) {
  return jsonEvent({ type, data: jsonObjectOf(data), metadata: { id } })
}
