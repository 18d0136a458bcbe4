import { formatMicros, toMicros } from '@tidemark/projection'

/** What a decimal string changed by, exactly. */
export function difference(from: string, to: string): string {
  return formatMicros(toMicros(to) - toMicros(from))
}
