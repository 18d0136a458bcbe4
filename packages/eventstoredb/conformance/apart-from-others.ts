import type { EventLog, Position, RecordedEvent } from '@tidemark/log'

/** Which streams were written through the view, and where the last of them stood. */
interface Own {
  readonly streams: Set<string>
  last: Position
}

/**
 * A log on a server that others write to as well, seen as if they did not: what they wrote is no head, and is not delivered
 * by readers of everything. Streams are told apart by having been written through this view, or through one `again` of it.
 *
 * @example
 * const log = await apartFromOthers(eventStoreLog({ connectionString }))
 * await log.head() // that of the server, until something is appended here
 */
export async function apartFromOthers(log: EventLog, again?: EventLog): Promise<EventLog> {
  const own = again === undefined ? undefined : owners.get(again)
  return view(log, own ?? { streams: new Set(), last: await log.head() })
}

const owners = new WeakMap<EventLog, Own>()

function view(log: EventLog, own: Own): EventLog {
  const isOwn = ({ stream }: RecordedEvent) => own.streams.has(stream)

  async function* ownOf(chunks: AsyncIterable<readonly RecordedEvent[]>) {
    for await (const chunk of chunks) {
      const kept = chunk.filter(isOwn)
      if (kept.length > 0) yield kept
    }
  }

  const apart: EventLog = {
    atomicAcrossStreams: log.atomicAcrossStreams,
    find: (stream, ids, options) => log.find(stream, ids, options),
    revision: (stream) => log.revision(stream),
    readStream: (stream, options) => log.readStream(stream, options),
    close: () => log.close(),
    follow: (options) => log.follow(options),

    append(batch, options) {
      for (const { stream } of batch) own.streams.add(stream)
      return log.append(batch, options)
    },

    readAll(options = {}) {
      const chunks = log.readAll(options)
      return options.streamPrefixes === undefined ? ownOf(chunks) : chunks
    },

    async head() {
      const through = await log.head()
      if (through > own.last) {
        for await (const chunk of log.readAll({ after: own.last, through })) {
          own.last = chunk.findLast(isOwn)?.position ?? own.last
        }
      }
      return own.last
    },
  }
  owners.set(apart, own)
  return apart
}
