import type { Inventory, RecordedEvent } from 'tidemark'

/** So many at once: a follower that comes late is not handed the whole log in one piece. */
const MOST = 200

/**
 * The next events after a position: those there are, else the first to come; none when the patience is over or the signal
 * aborts. Nothing is subscribed to between two batches, so whoever asks for no more is sent no more.
 */
export function nextBatch(
  inventory: Pick<Inventory, 'events'>,
  after: number,
  { signal, patience }: { readonly signal: AbortSignal; readonly patience: number },
): Promise<readonly RecordedEvent[]> {
  return new Promise((resolve, reject) => {
    const batch: RecordedEvent[] = []
    const end = (settle: () => void) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      subscription.unsubscribe()
      settle()
    }
    const done = () => end(() => resolve(batch))
    const timer = setTimeout(done, patience)
    const subscription = inventory.events({ after }).subscribe({
      next: (event) => {
        if (batch.length >= MOST) return
        batch.push(event)
        // What was read together comes together.
        if (batch.length === 1) queueMicrotask(done)
      },
      error: (error: unknown) => end(() => reject(error)),
    })
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
}
