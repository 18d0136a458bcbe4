import type { EventLog } from '@tidemark/log'
import { memoryCache, type TimelineCache } from '../src/index.ts'

/** A log that stays open when an inventory over it is closed, and counts what is read of it. */
export function lasting(log: EventLog) {
  let read = 0
  const counted: EventLog = {
    ...log,
    close: () => Promise.resolve(),
    async *readAll(options) {
      for await (const chunk of log.readAll(options)) {
        read += chunk.length
        yield chunk
      }
    },
  }
  return { log: counted, read: () => read }
}

/** A cache that outlives the inventories that close it. */
export function kept(): TimelineCache {
  return { ...memoryCache(), close: () => undefined }
}
