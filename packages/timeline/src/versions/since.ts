import type { Kind } from '../records/dictionary.ts'
import type { Wanted } from '../records/state.ts'
import { type KindLayers, type Layers, noLayers } from './layers.ts'
import { type LazyTables, lazyTables } from './lazy-tables.ts'

/** The keyframe that layers lie over. */
export interface SinceKeyframe {
  /** The same object for the same records. */
  readonly moment: object
  readonly tables: LazyTables
  /** The rows that may hold something else than there, each once. */
  changed(kind: Kind): Uint32Array
}

/** What layers changed; `undefined` where they lie over nothing. */
export function sinceKeyframe({ keyframe, kinds }: Layers, wanted: Wanted): SinceKeyframe | undefined {
  if (keyframe === undefined) return undefined
  const bottom = kinds.map(({ bottom, count }) => ({ count, bottom, layers: [] }))
  return {
    moment: keyframe,
    tables: lazyTables({ keyframe, kinds: bottom }, wanted),
    changed: ({ index }) => changedRows(kinds[index] ?? noLayers),
  }
}

function changedRows({ count, layers }: KindLayers): Uint32Array {
  const [first, ...others] = layers
  if (first === undefined) return new Uint32Array(0)
  if (others.length === 0 && first.gone.length === 0) return first.rows
  const isMet = new Uint8Array(count)
  const found = new Uint32Array(count)
  let met = 0
  for (const { rows, gone } of layers) {
    for (const list of [rows, gone]) {
      for (let at = 0; at < list.length; at++) {
        const row = list[at] ?? 0
        found[met] = row
        met += 1 - (isMet[row] ?? 1)
        isMet[row] = 1
      }
    }
  }
  return found.subarray(0, met)
}
