import { checkAtLeast } from '../at-least.ts'
import type { EventFilter, EventLog, Position, RecordedEvent } from '../event-log.ts'
import { START } from '../event-log.ts'
import type { Checkpoint } from './checkpoint.ts'

/** What to do with the events of a log, and where to keep how far that has got. */
export interface ProcessOptions extends EventFilter {
  readonly checkpoint: Checkpoint
  /** Called for each event in order, one at a time; the next one waits for it. */
  readonly handle: (event: RecordedEvent) => void | Promise<void>
  /** Told whenever everything there is has been processed. */
  readonly onCaughtUp?: ((position: Position) => void | Promise<void>) | undefined
  /** The checkpoint is saved after so many events, and whenever everything has been processed; 100 by default. */
  readonly saveEvery?: number | undefined
  /** Aborting ends the processing after the event at hand. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Hands every event after a checkpoint to a handler, those there are and those to come, and moves the checkpoint behind
 * what was handled. Resolves when the signal aborts; rejects with what the handler throws.
 *
 * Through crashes each event is handled at least once: the checkpoint only ever stands behind it. An effect happens
 * exactly once when doing it again changes nothing, such as recording an event whose id comes from the event handled.
 *
 * @throws LogError from the log, `POSITION_BEYOND_HEAD` when the checkpoint belongs to another log, `INVALID_ARGUMENT` for a
 * `saveEvery` below 1.
 * @example
 * await processEvents(log, {
 *   checkpoint: fileCheckpoint('labels.position'),
 *   types: ['StockReceived'],
 *   handle: (event) => printLabels(event.data),
 *   signal: stop.signal,
 * })
 */
export async function processEvents(log: EventLog, options: ProcessOptions): Promise<void> {
  const { checkpoint, handle, onCaughtUp, saveEvery = 100, signal, streamPrefixes, types } = options
  checkAtLeast(1, { saveEvery })
  const after = (await checkpoint.load()) ?? START
  let handled = after
  let saved = after
  const save = async () => {
    if (handled === saved) return
    await checkpoint.save(handled)
    saved = handled
  }
  let unsaved = 0
  try {
    for await (const step of log.follow({ after, streamPrefixes, types, signal })) {
      if ('caughtUp' in step) {
        handled = step.caughtUp
        await save()
        unsaved = 0
        await onCaughtUp?.(handled)
        continue
      }
      for (const event of step) {
        if (signal?.aborted) return await save()
        await handle(event)
        handled = event.position
        if (++unsaved < saveEvery) continue
        await save()
        unsaved = 0
      }
    }
  } catch (error) {
    await save()
    if (!signal?.aborted || error !== signal.reason) throw error
  }
}
