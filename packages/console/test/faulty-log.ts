import { type AppendResult, type EventLog, LogError, type LogErrorCode } from '@tidemark/log'

/** A log whose faults are switched on and off. */
export interface FaultyLog extends EventLog {
  /** All that is asked of it fails like this, until it is told otherwise. */
  away(code: LogErrorCode | null): void
  /** Only appends fail like this, as on a full disk, until it is told otherwise. */
  full(code: LogErrorCode | null): void
  /** Done after the next append is on the disk and before anybody is told so. */
  afterNextAppend(work: () => Promise<void>): void
}

/** A log with faults over one without. */
export function faultyLog(log: EventLog): FaultyLog {
  let fault: LogErrorCode | null = null
  let appendFault: LogErrorCode | null = null
  let then: () => Promise<void> = async () => {}

  function check(code: LogErrorCode | null): void {
    if (code !== null) throw new LogError(code, '/var/lib/tidemark/inventory.db')
  }

  async function* checked<T>(items: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    check(fault)
    yield* items
  }

  return {
    atomicAcrossStreams: log.atomicAcrossStreams,
    away(code) {
      fault = code
    },
    full(code) {
      appendFault = code
    },
    afterNextAppend(work) {
      then = work
    },
    async append(batch, options): Promise<AppendResult[]> {
      check(fault ?? appendFault)
      const results = await log.append(batch, options)
      const work = then
      then = async () => {}
      await work()
      return results
    },
    async find(stream, ids, options) {
      check(fault)
      return log.find(stream, ids, options)
    },
    async revision(stream) {
      check(fault)
      return log.revision(stream)
    },
    readStream: (stream, options) => checked(log.readStream(stream, options)),
    readAll: (options) => checked(log.readAll(options)),
    follow: (options) => checked(log.follow(options)),
    async head() {
      check(fault)
      return log.head()
    },
    close: () => log.close(),
  }
}
