import { type EventLog, LogError, memoryLog } from '@tidemark/log'
import { logLaws, type OpenLog } from '@tidemark/testing'
import type { Planted } from './planted.ts'

/** A log in memory that differs in what is given. */
function logWith(fault: (log: EventLog) => Partial<EventLog>): OpenLog {
  return async () => {
    const log = memoryLog()
    return { log: { ...log, ...fault(log) }, dispose: () => log.close() }
  }
}

const retriesForgotten = logWith((log) => ({
  append: async (batch) => {
    const results = await log.append(batch)
    const head = await log.head()
    for (const { alreadyThere, lastPosition, stream } of results) {
      if (alreadyThere && lastPosition < head) throw new LogError('WRONG_EXPECTED_REVISION', stream)
    }
    return results
  },
}))

const bothWritersWin = logWith((log) => ({
  append: async (batch) => {
    const revisions = await Promise.all(batch.map(({ stream }) => log.revision(stream)))
    // Between the look and the writing another writer has its turn.
    return log.append(
      batch.map((one, index) =>
        one.expectedRevision === revisions[index] ? { ...one, expectedRevision: 'any' } : one,
      ),
    )
  },
}))

const lastOnesFromTheFront = logWith((log) => ({
  readAll: async function* (options = {}) {
    if (options.direction !== 'backwards' || options.limit === undefined) return yield* log.readAll(options)
    for await (const chunk of log.readAll({ ...options, direction: 'forwards' })) yield chunk.toReversed()
  },
}))

const eventLostBetween = logWith((log) => ({
  follow: async function* (options) {
    let live = false
    let lost = false
    for await (const step of log.follow(options)) {
      if ('caughtUp' in step) {
        live = true
        yield step
        continue
      }
      // The first event that comes after catching up.
      const rest = live && !lost ? step.slice(1) : step
      lost ||= live
      if (rest.length > 0) yield rest
    }
  },
}))

/** What the log said was durable was in a buffer. */
const lastAppendBuffered: OpenLog = async () => {
  let log = memoryLog()
  const written: Parameters<EventLog['append']>[0][] = []
  const wrapped = (): EventLog => ({
    ...log,
    append: async (batch) => {
      const results = await log.append(batch)
      if (results.some(({ alreadyThere }) => !alreadyThere)) written.push(batch)
      return results
    },
  })
  return {
    log: wrapped(),
    async crash() {
      log = memoryLog()
      written.pop()
      for (const batch of written) await log.append(batch)
      return wrapped()
    },
    dispose: () => log.close(),
  }
}

/** Faults in where facts are kept. */
export const bugsInLogs: readonly Planted[] = [
  {
    name: 'a retry is known until something else is appended',
    laws: logLaws(retriesForgotten),
    foundBy: 'an append is written, there already, or refused, as the rules say',
    // Their steps hold retries too.
    alsoBreaks: 'any',
  },
  {
    name: 'two writers at one revision are both told that they won',
    laws: logLaws(bothWritersWin),
    foundBy: 'an append is written, there already, or refused, as the rules say',
  },
  {
    name: 'the last events of a log are looked for from its beginning',
    laws: logLaws(lastOnesFromTheFront),
    foundBy: 'what is read is what was recorded',
  },
  {
    name: 'an event that comes while a follower goes live is lost',
    laws: logLaws(eventLostBetween),
    foundBy: 'a follower gets every event once and in order',
    // Followers go on after a crash.
    alsoBreaks: ['what was acknowledged outlives a crash'],
  },
  {
    name: 'what was acknowledged last was not on disk',
    laws: logLaws(lastAppendBuffered),
    foundBy: 'what was acknowledged outlives a crash',
  },
]
