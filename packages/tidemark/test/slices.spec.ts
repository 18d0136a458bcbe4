import { type KnownEvent, parseEvent, stockProjection } from '@tidemark/domain'
import { createTimeline } from '@tidemark/timeline'
import { expect, it } from 'vitest'

function known(position: number, type: string, occurredAt: string, fields: object): KnownEvent {
  const event = parseEvent({ id: `E${position}`, type, occurredAt, item: 'tea', ...fields })
  return { ...event, position, recordedAt: Date.parse('2027-04-01T00:00Z') }
}

it('a movement amended to a later day than anything else is in every view it should be in, whatever comes after it', () => {
  const events = [
    known(1, 'StockReceived', '2027-03-01T00:00Z', { branch: 'north', quantity: '10', unitCost: '2' }),
    known(2, 'StockReceived', '2027-03-02T00:00Z', { branch: 'north', quantity: '5', unitCost: '3' }),
    known(3, 'MovementAmended', '2027-03-03T00:00Z', {
      movement: 'E2',
      changes: { occurredAt: '2027-03-09T12:00Z' },
    }),
    known(4, 'StockSold', '2027-03-09T06:00Z', { branch: 'north', quantity: '1', netAmount: '9' }),
    known(5, 'StockSold', '2027-03-10T06:00Z', { branch: 'north', quantity: '1', netAmount: '9' }),
  ]
  const timeline = createTimeline(stockProjection, { sliceFacts: 1, keyframeFacts: 1 })
  for (const event of events) {
    timeline.add([event])
    timeline.settle()
  }
  const onHand = (asOf: string) => {
    const view = timeline.view({ asOf: Date.parse(asOf) })
    return view.columns().doubles('branch', 'onHand')[0]
  }
  expect(['2027-03-09T11:00Z', '2027-03-09T12:00Z', '2027-03-11T00:00Z'].map(onHand)).toEqual([
    9e6, 14e6, 13e6,
  ])
  expect(timeline.verify().differences).toEqual([])
})
