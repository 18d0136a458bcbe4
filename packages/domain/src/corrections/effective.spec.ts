import { foldCommon } from '@tidemark/projection'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemOfEvent } from '../projecting/item-of-event.ts'
import { anyHistory } from '../stock/any-history.spec.support.ts'
import { as, foldEvents, type Given, on, record, time } from '../stock/history.spec.support.ts'
import { stockProjection } from '../stock/projection.ts'
import { amending, charge, policy, receipt, sale, voiding } from '../stock/trade.spec.support.ts'
import { earliestEffect } from './effective.ts'
import type { KnownEvent } from './known-event.ts'

/** The earliest effect of the last of some events. */
function ofLast(events: readonly KnownEvent[]): number {
  const last = events.at(-1)
  if (last === undefined) throw new RangeError('no event')
  const company = foldCommon(
    stockProjection,
    events.filter((event) => itemOfEvent(event) === null),
  )
  const before = events.slice(0, -1).filter((event) => itemOfEvent(event) !== null)
  return earliestEffect(last, before, company)
}

const effectOf = (...given: readonly Given[]) => ofLast(record(given))

/** What is on hand, costed and dated before an instant; not what the fold remembers because it is named. */
function recordsBefore(events: readonly KnownEvent[], instant: number): object {
  const { tea } = foldEvents(events, instant - 1).state.units
  const { sale: _sales, receipt: _receipts, ...rest } = tea ?? {}
  return rest
}

const R = as('R', on('2027-01-05', receipt('10', '1')))

describe('what an event changes', () => {
  it('over any history is nothing before its earliest effect', () => {
    fc.assert(
      fc.property(anyHistory, (given) => {
        const events = record(given)
        const last = events.at(-1)
        fc.pre(last !== undefined && itemOfEvent(last) !== null)
        const effective = ofLast(events)
        expect(recordsBefore(events, effective)).toEqual(recordsBefore(events.slice(0, -1), effective))
      }),
      { numRuns: 500 },
    )
  })

  it.each<[string, number, readonly Given[]]>([
    ['of a movement begins with it', time('2027-01-05'), [R]],
    ['of a void, with what it voids', time('2027-01-05'), [R, on('2027-03-01', voiding('R'))]],
    ['of a late charge, with its receipt', time('2027-01-05'), [R, on('2027-03-01', charge('R', '20'))]],
    [
      'of a late charge that acts when it arrives, with itself',
      time('2027-03-01'),
      [on('2027-01-01', policy({ lateChargeEffect: 'arrival' })), R, on('2027-03-01', charge('R', '20'))],
    ],
    [
      'of such a charge before its receipt, with itself',
      time('2027-01-02'),
      [on('2027-01-01', policy({ lateChargeEffect: 'arrival' })), R, on('2027-01-02', charge('R', '20'))],
    ],
    [
      'of a void of such a charge, with the charge',
      time('2027-03-01'),
      [
        on('2027-01-01', policy({ lateChargeEffect: 'arrival' })),
        R,
        as('C', on('2027-03-01', charge('R', '20'))),
        on('2027-04-01', voiding('C')),
      ],
    ],
    [
      'of a move to an earlier instant, there',
      time('2027-01-02'),
      [R, on('2027-03-01', amending('R', { occurredAt: new Date(time('2027-01-02')) }))],
    ],
    [
      'of a void of what was moved away, where it stands now',
      time('2027-02-02'),
      [
        R,
        on('2027-03-01', amending('R', { occurredAt: new Date(time('2027-02-02')) })),
        on('2027-03-02', voiding('R')),
      ],
    ],
    [
      'of a void of a void, with what is alive again',
      time('2027-01-05'),
      [R, as('V', on('2027-03-01', voiding('R'))), on('2027-03-02', voiding('V'))],
    ],
    ['of a void of itself begins with it', time('2027-03-01'), [as('V', on('2027-03-01', voiding('V')))]],
    [
      'of a void of what comes later, likewise',
      time('2027-03-01'),
      [R, as('V', on('2027-03-01', voiding('S')))],
    ],
    ['of a sale, whatever happened before', time('2027-01-06'), [R, on('2027-01-06', sale('2'))]],
  ])('%s', (_, instant, given) => {
    expect(effectOf(...given)).toBe(instant)
  })
})
