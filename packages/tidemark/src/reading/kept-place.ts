import type { EventLog } from '@tidemark/log'
import { AS_BEFORE, type Companion, type RestoredCompanion } from '@tidemark/timeline'
import type { LastRead } from './reading.ts'
import { type ChunkOutline, type RecordingTimes, recordingTimes } from './recording-times.ts'

/** How far a log was read, as it is kept beside what was made of it. */
export interface KeptPlace {
  /** What it was read with: what was read otherwise is read again. */
  readonly made: string
  readonly position: number
  readonly last: LastRead | null
  readonly times: readonly ChunkOutline[]
}

/** What something is read with, and of which log: what was kept of another one is read again. */
export async function madeOf(log: EventLog, ...withThese: readonly unknown[]): Promise<string> {
  return JSON.stringify([...withThese, await log.identity?.()])
}

/** What a timeline keeps beside itself of where its log was read to, and of more. */
export function companionOf(
  times: RecordingTimes,
  rest: Omit<KeptPlace, 'times'> & { readonly [name: string]: unknown },
): Companion {
  const { outline, chunks } = times.kept()
  const blobs = new Map<string, Uint8Array | typeof AS_BEFORE>()
  for (const [index, bytes] of chunks.entries()) blobs.set(chunkName(index), bytes ?? AS_BEFORE)
  return { data: { ...rest, times: outline }, blobs }
}

/** What was kept beside a timeline, when it was read as `made` says and the log still holds what it was read through; else `undefined`. */
export async function keptBeside<Kept extends KeptPlace>(
  { data }: RestoredCompanion,
  made: string,
  log: EventLog,
): Promise<Kept | undefined> {
  // It was written by this version or by another: `made` says which.
  const kept = data as Partial<Kept> | null | undefined
  if (kept?.made !== made) return undefined
  // Whatever this version has written is whole.
  const whole = kept as Kept
  return (await isStillThere(log, whole)) ? whole : undefined
}

/** The times of recording that were kept; they are read as they are needed. */
export function restoredTimes({ times }: KeptPlace, companion: RestoredCompanion): RecordingTimes {
  return recordingTimes(times, (index) => companion.blob(chunkName(index)))
}

function chunkName(index: number): string {
  return `times-${index}`
}

/** Whether the log holds what was read last, where it was. */
async function isStillThere(
  log: EventLog,
  { last, position: through }: Pick<KeptPlace, 'last' | 'position'>,
): Promise<boolean> {
  if ((await log.head()) < through) return false
  if (last === null) return true
  const { stream, revision, id, recordedAt } = last
  // Another log may hold the same events, imported again say: it will hardly have recorded the last one at the same instant.
  for await (const [event] of log.readStream(stream, { from: revision, to: revision, limit: 1 })) {
    if (event === undefined || event.id !== id || event.revision !== revision) return false
    return event.position === last.position && event.recordedAt === recordedAt
  }
  return false
}
