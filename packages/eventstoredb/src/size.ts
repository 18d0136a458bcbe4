import type { JsonValue } from '@tidemark/log'

/** About how much text a value was, in bytes: to bound memory, not to bill anybody. */
export function sizeOf(value: JsonValue): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 8
  let size = 8
  for (const key in value) {
    // Only keys of the value itself come out of JSON.
    const part = (value as { readonly [key: string]: JsonValue })[key]
    if (part !== undefined) size += key.length + sizeOf(part)
  }
  return size
}
