import type { ByteReader } from '../pack/bytes.ts'
import type { RowFrame } from '../pack/frame.ts'

/** A row that is about to be read. */
export interface OpenRow {
  /** At the body of the row. */
  readonly reader: ByteReader
  /** Where the row stands, and whose it is. */
  readonly frame: RowFrame
}
