import { type ByteReader, type ByteWriter, foldSign, readWhole, unfoldSign, writeWhole } from './bytes.ts'
import type { RowFrame } from './frame.ts'

/** Written as it is, or by how far it is from the row's instant or the anchor, whichever is shortest. */
export function writeClose(writer: ByteWriter, value: number, { occurredAt, anchor }: RowFrame): void {
  const plain = foldSign(value)
  const fromTime = foldSign(value - occurredAt)
  const fromAnchor = foldSign(value - anchor)
  if (plain <= fromTime && plain <= fromAnchor) writeWhole(writer, plain * 4)
  else if (fromTime <= fromAnchor) writeWhole(writer, fromTime * 4 + 1)
  else writeWhole(writer, fromAnchor * 4 + 2)
}

/** Reads what {@link writeClose} wrote. */
export function readClose(reader: ByteReader, { occurredAt, anchor }: RowFrame): number {
  const written = readWhole(reader)
  const from = written % 4
  const value = unfoldSign((written - from) / 4)
  if (from === 0) return value
  return value + (from === 1 ? occurredAt : anchor)
}
