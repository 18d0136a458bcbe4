import { formatInstant } from '@tidemark/domain'
import type { EventLog } from '@tidemark/log'
import type { Reader } from './reader.ts'

/** A log that can check its own storage. */
interface CheckableLog extends EventLog {
  integrity(): Promise<readonly string[]>
}

function isCheckable(log: EventLog): log is CheckableLog {
  return 'integrity' in log && typeof log.integrity === 'function'
}

/** What is wrong with a log, its streams or the slices kept over it, in words; empty when all is well. */
export async function problemsOf(log: EventLog, reader: Reader): Promise<readonly string[]> {
  const ofStorage = isCheckable(log) ? await log.integrity() : []
  return [...ofStorage, ...(await gapsIn(log, reader.prefix)), ...differencesIn(reader)]
}

/** Streams whose revisions have gaps. */
async function gapsIn(log: EventLog, prefix: string): Promise<readonly string[]> {
  const revisions = new Map<string, number>()
  const problems: string[] = []
  for await (const chunk of log.readAll({ streamPrefixes: [prefix] })) {
    for (const { stream, revision } of chunk) {
      const expected = (revisions.get(stream) ?? -1) + 1
      if (revision !== expected) problems.push(`${stream}: revision ${revision} where ${expected} should be`)
      revisions.set(stream, revision)
    }
  }
  return problems
}

function differencesIn(reader: Reader): readonly string[] {
  return reader.timeline
    .verify()
    .differences.map(({ unit, sliceStart }) => `${unit}: ${sliceOf(sliceStart)} is not what a replay gives`)
}

function sliceOf(start: number): string {
  return start === -Infinity ? 'the first slice' : `slice of ${formatInstant(start)}`
}
