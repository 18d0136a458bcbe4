import { describe, expect, it } from 'vitest'
import { DomainError } from '../errors.ts'
import { example } from './event.spec.support.ts'
import type { EventType } from './event.ts'
import { parseEvent } from './parse.ts'

/** So many different ones. */
function many<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n))
}

function isGood(type: EventType, fields: object): boolean {
  try {
    parseEvent({ ...example(type), ...fields })
    return true
  } catch (error) {
    if (error instanceof DomainError) return false
    throw error
  }
}

const lots = (count: number) => many(count, (n) => ({ lot: `L${n}`, quantity: '0.001' }))
const charges = (count: number) => many(count, (n) => ({ code: `c${n}`, amount: '1' }))
const names = (count: number) => many(count, (n) => `n${n}`)

describe('as many as there may be, and one more', () => {
  it.each<[string, number, EventType, (count: number) => object]>([
    ['lots of a receipt', 1000, 'StockReceived', (count) => ({ lots: lots(count) })],
    ['lots of an adjustment', 1000, 'StockAdjusted', (count) => ({ quantity: '9', lots: lots(count) })],
    ['lots of a count entry', 1000, 'StockCounted', (count) => ({ lots: lots(count) })],
    ['charges', 100, 'StockReceived', (count) => ({ charges: charges(count) })],
    ['classifications', 100, 'ItemDefined', (count) => ({ merchandising: names(count) })],
    ['types a trigger is on', 100, 'TriggerSet', (count) => ({ on: names(count) })],
    ['characters of a text', 256, 'StockSold', (count) => ({ note: 'x'.repeat(count) })],
    [
      'characters of a stream',
      4096,
      'SnapshotTaken',
      (count) => ({ knownThrough: { stream: 's'.repeat(count), revision: 0 } }),
    ],
    ['buckets of a digest', 256, 'SnapshotTaken', (count) => ({ buckets: names(count) })],
    ['digits of a digest', 64, 'SnapshotTaken', (count) => ({ digest: 'f'.repeat(count) })],
  ])('%s: %d', (_, most, type, fields) => {
    expect(isGood(type, fields(most))).toBe(true)
    expect(isGood(type, fields(most + 1))).toBe(false)
  })

  it.each<[string, EventType, object, object]>([
    [
      'a revision',
      'SnapshotTaken',
      { knownThrough: { stream: 's', revision: 0 } },
      { knownThrough: { stream: 's', revision: -1 } },
    ],
    [
      'a stream',
      'SnapshotTaken',
      { knownThrough: { stream: 's', revision: 2 } },
      { knownThrough: { stream: '', revision: 2 } },
    ],
    ['a format', 'SnapshotTaken', { format: 2 }, { format: 0 }],
    [
      'items of totals',
      'SnapshotTaken',
      { totals: { onHand: '0', value: '0', items: 0 } },
      { totals: { onHand: '0', value: '0', items: -1 } },
    ],
    ['types of a trigger', 'TriggerSet', { on: ['StockSold', 'CountPosted'] }, { on: [] }],
    [
      'what is in a lot that comes in',
      'StockAdjusted',
      { quantity: '2', lots: [{ lot: 'L', quantity: '0.000001' }] },
      { quantity: '2', lots: [{ lot: 'L', quantity: '-1' }] },
    ],
    [
      'what is in a lot that goes out',
      'StockAdjusted',
      { quantity: '-0.5', lots: [{ lot: 'L', quantity: '-0.5' }] },
      { quantity: '0.5', lots: [{ lot: 'L', quantity: '-0.5' }] },
    ],
  ])('%s: the least, and less', (_, type, least, less) => {
    expect(isGood(type, least)).toBe(true)
    expect(isGood(type, less)).toBe(false)
  })

  it.each(['manual', 'schedule', 'trigger'])('a snapshot may be taken by way of a %s', (kind) => {
    expect(isGood('SnapshotTaken', { cause: { kind } })).toBe(true)
  })

  it('and by no other', () => {
    expect(isGood('SnapshotTaken', { cause: { kind: '' } })).toBe(false)
  })
})
