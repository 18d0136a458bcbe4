import { parseEvent } from '@tidemark/domain'
import fc, { type Arbitrary } from 'fast-check'
import { arbitraryHistory } from './history.ts'

/** What must be refused wherever an event is expected: almost events, and what is none at all. */
export function hostileEvents(): Arbitrary<unknown> {
  return fc
    .oneof({ withCrossShrink: true }, { weight: 6, arbitrary: spoilt }, { weight: 1, arbitrary: noEvents })
    .filter(isNoEvent)
}

/** Lines that must be refused wherever a movement file is read, as bytes without a line end. */
export function hostileLines(): Arbitrary<Uint8Array> {
  // Written down, some become good: a symbol is left out, say.
  const ofEvents = hostileEvents()
    .map(textOf)
    .filter((text) => text !== undefined && isNoEvent(JSON.parse(text)))
  return fc.oneof(
    { withCrossShrink: true },
    fc.constantFrom(...brokenLines).map((text) => Buffer.from(text)),
    ofEvents.map((text) => Buffer.from(text ?? '')),
    // No UTF-8: a lone continuation byte, an overlong slash, a surrogate.
    fc.constantFrom([0x80], [0xc0, 0xaf], [0xed, 0xa0, 0x80]).map((bytes) => Uint8Array.from(bytes)),
  )
}

const noEvents: Arbitrary<unknown> = fc.constantFrom<unknown[]>(
  null,
  undefined,
  0,
  'StockSold',
  true,
  10n,
  Symbol('event'),
  [],
  [[]],
  {},
  () => ({ type: 'StockSold' }),
  new Date(0),
  new Map([['type', 'StockSold']]),
)

/** A cycle, which no JSON can hold. */
const cycle: { self?: unknown } = {}
cycle.self = cycle

/** What no field of an event takes, and what some take. */
const poison: Arbitrary<unknown> = fc.constantFrom<unknown[]>(
  null,
  '',
  '   ',
  'x'.repeat(300),
  '\ud800',
  'NaN',
  '1e400',
  '0x10',
  '1,5',
  '٣',
  '9'.repeat(400),
  '1e-20',
  '-',
  '2027-02-30T00:00:00Z',
  '2027-03-28T01:30:00',
  '+275760-09-13T00:00:00.001Z',
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 60,
  10n,
  true,
  [],
  {},
  cycle,
  new Date(Number.NaN),
  Symbol('value'),
  () => 1,
)

/** A valid event with something in it that is not. */
const spoilt: Arbitrary<unknown> = fc
  .record({
    event: arbitraryHistory({ size: { min: 1, max: 3 } })
      .filter((history) => history.length > 0)
      .map(([entry]) => entry?.event),
    how: fc.constantFrom('replace', 'replace', 'remove', 'add'),
    field: fc.nat(20),
    name: fc.constantFrom('__proto__', 'constructor', 'toString', 'recordedAt', 'position', 'Quantity', ''),
    value: poison,
  })
  .map(({ event, how, field, name, value }) => {
    const fields = Object.entries(event ?? {})
    const at = field % Math.max(1, fields.length)
    if (how === 'add') fields.push([name, value])
    else if (how === 'remove') fields.splice(at, 1)
    else fields[at] = [fields[at]?.[0] ?? name, value]
    return asOwnFields(fields)
  })

/** Every name becomes a field of its own, `__proto__` too, as `JSON.parse` has it. */
function asOwnFields(fields: readonly (readonly [string, unknown])[]): object {
  const made = {}
  for (const [name, value] of fields) {
    Object.defineProperty(made, name, { value, enumerable: true, configurable: true, writable: true })
  }
  return made
}

const brokenLines = [
  '{',
  '{}',
  'null',
  '[]',
  '"StockSold"',
  '{"id":"1"',
  '{"id":"1",}',
  "{'id':'1'}",
  '{"__proto__":{"type":"StockSold"}}',
  '{"type":"StockSold"}{"type":"StockSold"}',
  '\u0000',
  '['.repeat(10_000),
  `{"id":${'['.repeat(2_000)}${']'.repeat(2_000)}}`,
] as const

function textOf(event: unknown): string | undefined {
  try {
    return JSON.stringify(event)
  } catch {
    // Cycles and bigints have no line.
    return undefined
  }
}

/** Refused, by whatever error: laws say which ones are good. */
function isNoEvent(event: unknown): boolean {
  try {
    parseEvent(event)
    return false
  } catch {
    return true
  }
}
