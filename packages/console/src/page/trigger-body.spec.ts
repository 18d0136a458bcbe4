import { expect, test } from 'vitest'
import { filterFields, occasionOf, triggerBody } from './trigger-body.ts'

const several = { when: null, on: ['CountPosted', 'LotHeld'] }
const narrow = { when: 'stock-out', on: ['StockSold'] }
const where = { group: 'g', vendor: 'v' }

test('what is typed becomes a trigger; what is left empty is left out', () => {
  const typed = { when: 'LotHeld', item: 'tea', 'filter.0': 'group', 'value.0': 'drinks', backfill: 'yes' }
  expect(triggerBody(typed)).toEqual({
    on: ['LotHeld'],
    item: 'tea',
    where: { group: 'drinks' },
    backfill: true,
  })
  expect(triggerBody({ when: 'stock-out', backfill: 'no' })).toEqual({ when: 'stock-out' })
})

test('of a trigger that is changed all types of events and all filters stay', () => {
  const { filled } = filterFields(where)
  const typed = Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== ''))
  expect(triggerBody({ ...typed, when: occasionOf(several), cooldown: '1h' }, several)).toEqual({
    on: ['CountPosted', 'LotHeld'],
    where,
    cooldown: '1h',
  })
  expect(triggerBody({ when: occasionOf(narrow) }, narrow)).toEqual(narrow)
  expect(triggerBody({ when: 'below-minimum' }, narrow)).toEqual({ when: 'below-minimum' })
})

test('there is room for one more filter than there are', () => {
  expect(filterFields(where).fields.map(({ name }) => name)).toEqual([
    'filter.0',
    'value.0',
    'filter.1',
    'value.1',
    'filter.2',
    'value.2',
  ])
})

test('half a filter is not left out', () => {
  expect(() => triggerBody({ when: 'stock-out', 'value.0': 'g' })).toThrow('What is g?')
  expect(() => triggerBody({ when: 'stock-out', 'filter.0': 'group' })).toThrow('What group is, is missing.')
})
