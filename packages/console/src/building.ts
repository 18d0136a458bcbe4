import type { InventoryView } from 'tidemark'
import type { Asked } from './operation.ts'

/** A view that is being built, and how many wait for it. */
export interface Building {
  readonly done: Promise<InventoryView>
  readonly stop: AbortController
  waiting: number
}

/**
 * The view with all its items at hand, built in turns with what others ask for. Who goes waits no longer; when all have
 * gone, the work is left.
 */
export async function whole(
  { kept, signal }: Pick<Asked, 'kept' | 'signal'>,
  { view }: { readonly view: InventoryView },
): Promise<InventoryView> {
  signal.throwIfAborted()
  const building = kept.building.get(view) ?? begin(view)
  kept.building.set(view, building)
  building.waiting++
  const { gone, stay } = goneBy(signal)
  try {
    return await Promise.race([building.done, gone])
  } catch (error) {
    if (kept.building.get(view) === building && (building.waiting === 1 || !signal.aborted)) {
      kept.building.delete(view)
    }
    throw error
  } finally {
    stay()
    building.waiting--
    if (building.waiting === 0) building.stop.abort()
  }
}

function begin(view: InventoryView): Building {
  const stop = new AbortController()
  const done = view.ready({ signal: stop.signal })
  // Told to whoever waits; when nobody does any more, nobody need be told.
  done.catch(() => undefined)
  return { done, stop, waiting: 0 }
}

/** Rejects when the signal aborts, until it is told to stay. */
function goneBy(signal: AbortSignal): { readonly gone: Promise<never>; readonly stay: () => void } {
  const { promise, reject } = Promise.withResolvers<never>()
  const listener = () => reject(signal.reason)
  signal.addEventListener('abort', listener)
  return { gone: promise, stay: () => signal.removeEventListener('abort', listener) }
}
