import { formatMicros, readMicros } from '@tidemark/projection'

/** What a decimal string changed by, exactly. */
export function difference(from: string, to: string): string {
  return formatMicros(readMicros(to) - readMicros(from))
}
