import type { RetailLine } from './line.ts'

/** A plain sale for tests, with whatever the test cares about changed. */
export function aLine(changes: Partial<RetailLine> = {}): RetailLine {
  return {
    row: 2,
    invoice: '536365',
    code: '85123A',
    description: 'HOLDER',
    quantity: 6,
    localTime: '2010-12-01 08:26:00',
    unitPrice: '2.55',
    customer: '17850',
    country: 'United Kingdom',
    ...changes,
  }
}

/** The lines as a file would give them. */
export async function* stream(lines: readonly RetailLine[]): AsyncGenerator<RetailLine> {
  yield* lines
}
