import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { example } from './events/event.spec.support.ts'
import { type EventType, eventSchemas } from './events/event.ts'
import { parseEvent } from './events/parse.ts'
import { companyStream, itemStream, snapshotStream, streamOf, workspacePrefix } from './streams.ts'

const runs = { numRuns: 1000 }
const anyId = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom('a', '.', '-', '%', '2', '5', '/', ' ', 'é', '😀'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
    maxLength: 12,
  })
  .filter((text) => text.trim() === text && text !== '')

const streamOfExample = (type: EventType, changes: { readonly [field: string]: unknown } = {}) =>
  streamOf(parseEvent(example(type, changes)))

describe('the stream of an event', () => {
  const expected: { readonly [type: string]: string } = {
    BranchDefined: 'branch-north',
    CostingPolicySet: companyStream,
    PeriodClosed: companyStream,
    PeriodReopened: companyStream,
    SnapshotTaken: 'snapshot-SN1',
    SnapshotDescribed: 'snapshot-SN1',
    SnapshotDiscarded: 'snapshot-SN1',
    ScheduleSet: 'schedule-month-end',
    ScheduleRemoved: 'schedule-month-end',
    TriggerSet: 'trigger-T1',
    TriggerRemoved: 'trigger-T1',
  }

  // Object.keys forgets which names they are.
  it.each(Object.keys(eventSchemas) as EventType[])('%s', (type) => {
    expect(streamOfExample(type)).toBe(expected[type] ?? 'item-tea')
  })

  it('percent-encodes what a stream name should not hold', () => {
    expect(itemStream('a/b c%é😀')).toBe('item-a%2Fb%20c%25%C3%A9%F0%9F%98%80')
    expect(snapshotStream('1/2')).toBe('snapshot-1%2F2')
    expect(streamOfExample('BranchDefined', { branch: 'a b' })).toBe('branch-a%20b')
    expect(streamOfExample('ScheduleRemoved', { schedule: 'a b' })).toBe('schedule-a%20b')
    expect(streamOfExample('TriggerRemoved', { trigger: 'a b' })).toBe('trigger-a%20b')
  })

  it('is shared by no two items, and holds plain characters only', () => {
    fc.assert(
      fc.property(anyId, anyId, (a, b) => {
        expect(itemStream(a) === itemStream(b)).toBe(a === b)
        expect(itemStream(a)).toMatch(/^item-[A-Za-z0-9\-_.!~*'()%]+$/)
        expect(decodeURIComponent(itemStream(a).slice('item-'.length))).toBe(a)
      }),
      runs,
    )
  })

  it('of an item is none of another kind', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        const kinds = [
          streamOfExample('StockSold', { item: id }),
          streamOfExample('BranchDefined', { branch: id }),
          streamOfExample('SnapshotDiscarded', { snapshot: id }),
          streamOfExample('ScheduleRemoved', { schedule: id }),
          streamOfExample('TriggerSet', { trigger: id, item: id }),
          companyStream,
        ]
        expect(new Set(kinds).size).toBe(6)
      }),
      { ...runs, numRuns: 100 },
    )
  })
})

describe('a workspace', () => {
  it('prefixes its streams with its name and a dot', () => {
    expect(workspacePrefix('main')).toBe('main.')
    expect(workspacePrefix('north_2-a')).toBe('north_2-a.')
  })

  it.each(['', 'a.b', 'a b', 'é', 'x'.repeat(65), 'a\n'])('is not named %j', (name) => {
    expect(() => workspacePrefix(name)).toThrow(expect.objectContaining({ code: 'INVALID_WORKSPACE' }))
  })
})
