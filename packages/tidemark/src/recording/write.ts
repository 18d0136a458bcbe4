import { type AppendResult, type EventLog, NO_STREAM, type StreamAppend } from '@tidemark/log'
import { letOthers } from '../turns/steps.ts'
import type { DraftEvent } from './draft.ts'
import type { Run } from './runs.ts'

/** Where the drafts of a run stand. */
export interface Written {
  readonly run: Run
  readonly result: AppendResult
}

/** What was written, and what kept the rest from being written. */
export interface Outcome {
  readonly written: readonly Written[]
  readonly failure: { readonly error: unknown } | null
}

interface Append {
  readonly run: Run
  readonly append: StreamAppend
}

/**
 * Writes waves of runs one wave after the other. A log that is atomic across streams gets all of them at once; elsewhere
 * the runs of a wave, each of a stream of its own, are written side by side, and those that succeed stay written.
 */
export async function writeWaves(
  log: EventLog,
  waves: readonly (readonly Run[])[],
  revisions: ReadonlyMap<string, number>,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const appends = appendsOf(waves, revisions)
  await letOthers(appends.length)
  if (log.atomicAcrossStreams) return writeAtOnce(log, appends.flat(), signal)
  const written: Written[] = []
  for (const wave of appends) {
    const results = await Promise.allSettled(wave.map(({ append }) => log.append([append], { signal })))
    let failure: Outcome['failure'] = null
    for (const [index, { run }] of wave.entries()) {
      const settled = results[index]
      if (settled?.status === 'rejected') failure ??= { error: settled.reason }
      else written.push({ run, result: answered(settled?.value[0]) })
    }
    if (failure !== null) return { written, failure }
  }
  return { written, failure: null }
}

/** What a log that was handed a batch answers for each of its runs, in their order, or why it wrote nothing. */
export type HandedOver =
  | { readonly results: readonly AppendResult[] }
  | { readonly failure: { readonly error: unknown } }

/**
 * Hands drafts, by their streams, to a log that is atomic across streams, after all it was handed before; what becomes of them is
 * known later, and until then nothing here holds what was handed over. `undefined`, and nothing is, when by then it may not be.
 */
export async function handOver(
  log: EventLog,
  runs: ReadonlyMap<string, readonly DraftEvent[]>,
  revisions: ReadonlyMap<string, number>,
  mayBe: () => boolean,
  signal: AbortSignal | undefined,
): Promise<{ readonly outcome: Promise<HandedOver> } | undefined> {
  const batch: StreamAppend[] = []
  for (const [stream, events] of runs)
    batch.push({ stream, events, expectedRevision: revisions.get(stream) ?? NO_STREAM })
  await letOthers(batch.length)
  return mayBe() ? { outcome: answerOf(append(log, batch, signal)) } : undefined
}

/** Appends, and holds the batch no longer than it takes to ask. Whatever the log throws, it throws later. */
async function append(
  log: EventLog,
  batch: readonly StreamAppend[],
  signal: AbortSignal | undefined,
): Promise<readonly AppendResult[]> {
  return log.append(batch, { signal })
}

async function answerOf(results: Promise<readonly AppendResult[]>): Promise<HandedOver> {
  try {
    return { results: await results }
  } catch (error) {
    return { failure: { error } }
  }
}

async function writeAtOnce(
  log: EventLog,
  appends: readonly Append[],
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  if (appends.length === 0) return { written: [], failure: null }
  const batch = appends.map(({ append }) => append)
  const answer = await answerOf(append(log, batch, signal))
  if ('failure' in answer) return { written: [], failure: answer.failure }
  const runs = appends.map(({ run }) => run)
  return { written: writtenAs(runs, answer.results), failure: null }
}

/** Where runs stand, by the answers of the log. */
export function writtenAs(runs: readonly Run[], results: readonly AppendResult[]): readonly Written[] {
  return runs.map((run, index) => ({ run, result: answered(results[index]) }))
}

function appendsOf(
  waves: readonly (readonly Run[])[],
  revisions: ReadonlyMap<string, number>,
): readonly (readonly Append[])[] {
  const next = new Map(revisions)
  return waves.map((wave) =>
    wave.map((run) => {
      const { stream, drafts } = run
      const expectedRevision = next.get(stream) ?? NO_STREAM
      next.set(stream, expectedRevision + drafts.length)
      const events = drafts.map(({ draft }) => draft)
      return { run, append: { stream, events, expectedRevision } }
    }),
  )
}

function answered(result: AppendResult | undefined): AppendResult {
  if (result === undefined) throw new RangeError('the log answered for fewer appends than it was given')
  return result
}
