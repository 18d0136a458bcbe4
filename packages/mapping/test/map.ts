import { type MapOptions, mapEvents, parseMapping } from '../src/index.ts'

/** What became of a file: its events, the rows that could not be read, and how many no event was made of. */
export interface Mapped {
  readonly events: readonly object[]
  readonly errors: readonly (readonly [line: number, code: string])[]
  readonly skipped: number
}

/** Maps the text of a CSV file. */
export async function map(
  text: string | readonly string[],
  mapping: object,
  options: MapOptions = {},
): Promise<Mapped> {
  const events: object[] = []
  const errors: [number, string][] = []
  let skipped = 0
  const bytes = bytesOf(typeof text === 'string' ? text : `${text.join('\n')}\n`)
  const onSkipped = (rows: number) => {
    skipped += rows
  }
  for await (const piece of mapEvents(bytes, parseMapping(mapping), { onSkipped, ...options })) {
    for (const mapped of piece) {
      if ('input' in mapped) events.push(mapped.input)
      else errors.push([mapped.number, mapped.error.code])
    }
  }
  return { events, errors, skipped }
}

/** A text as a file gives it, in small pieces. */
export async function* bytesOf(text: string | Buffer): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
}

/** An entry of a count: the event with the fewest fields. */
export const counted = {
  type: 'StockCounted',
  id: 'C{No}',
  occurredAt: '2027-03-31T10:00:00Z',
  item: '{Sku}',
  branch: 'north',
  quantity: '{Qty}',
} as const

/** Everything that comes, in one list. */
export async function allOf<T>(pieces: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = []
  for await (const piece of pieces) all.push(piece)
  return all
}
