import type { ShapeOutline } from '../pack/shape.ts'

/**
 * Sources in few large pieces, ascending by position, so that one thread can hand them to another.
 *
 * Keys, texts and shapes have numbers of the packer's own: each comes with the first sources that have it, in the order of
 * its number.
 */
export interface PackedSources<Source> {
  readonly count: number
  readonly times: Float64Array<ArrayBuffer>
  readonly positions: Float64Array<ArrayBuffer>
  /** By row: the number of its unit's key; {@link APART} where the source is the next of {@link apart}. */
  readonly units: Int32Array<ArrayBuffer>
  /** 1 where a source concerns others. */
  readonly concerning: Uint8Array<ArrayBuffer>
  /** Where the body of each row ends. */
  readonly ends: Uint32Array<ArrayBuffer>
  readonly bodies: Uint8Array<ArrayBuffer>
  /** Those of no unit, and those that cannot be packed. */
  readonly apart: readonly Source[]
  readonly newKeys: readonly string[]
  readonly newTexts: readonly string[]
  readonly newShapes: readonly ShapeOutline[]
}

export const APART = -1

/** What of it moves from thread to thread without being copied. */
export function buffersOf({
  times,
  positions,
  units,
  concerning,
  ends,
  bodies,
}: PackedSources<unknown>): ArrayBuffer[] {
  return [times, positions, units, concerning, ends, bodies].map(({ buffer }) => buffer)
}
