import type protobuf from 'protobufjs/minimal.js'

/** The tag of a field that holds a message, text or bytes, by its number. */
export const lengthTag = (field: number) => (field << 3) | 2

/** The tag of a field that holds a whole number or a truth value, by its number. */
export const numberTag = (field: number) => field << 3

/** A message inside another one: the reader, moved to its first field, and where it ends. */
export interface Part {
  readonly from: protobuf.Reader
  readonly end: number
}

/** Goes into a message. Throws `RangeError` when it is cut off. */
export function part(from: protobuf.Reader): Part {
  const length = from.uint32()
  const end = from.pos + length
  if (end > from.len) throw new RangeError('a message of the server is cut off')
  return { from, end }
}

/** The text in one field of a message. */
export function textAt({ from, end }: Part, field: number): string {
  let text = ''
  while (from.pos < end) {
    const tag = from.uint32()
    if (tag === field) text = from.string()
    else from.skipType(tag & 7)
  }
  return text
}

/** Beyond the whole numbers that JavaScript counts exactly it is only about right: nothing else is known of those. */
export function whole(from: protobuf.Reader): bigint {
  // The declarations of the reader lead to a type of its number that is empty for modules.
  const number = from.uint64() as unknown as { toNumber(): number }
  return BigInt(number.toNumber())
}
