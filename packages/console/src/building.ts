import type { InventoryView } from 'tidemark'
import type { Asked } from './operation.ts'
import { begin, waitFor } from './underway.ts'

/**
 * The view with all its items at hand, built in turns with what others ask for. Who goes waits no longer; when all have
 * gone, the work is left.
 */
export async function whole(
  { kept: { building }, signal }: Pick<Asked, 'kept' | 'signal'>,
  { view }: { readonly view: InventoryView },
): Promise<InventoryView> {
  signal.throwIfAborted()
  const work = building.get(view) ?? begin((stop) => view.ready({ signal: stop }))
  building.set(view, work)
  return waitFor(work, signal, () => {
    if (building.get(view) === work) building.delete(view)
  })
}
