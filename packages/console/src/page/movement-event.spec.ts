import { expect, test } from 'vitest'
import { eventOf, newId } from './movement-event.ts'
import { correctionForms, type Form, movementForms } from './movement-forms.ts'

const head = { id: 'x', occurredAt: '2027-03-01T09:00:00.000Z' }

function formOf(type: string): Form {
  const form = movementForms.find((one) => one.type === type)
  if (form === undefined) throw new Error(type)
  return form
}

test('what is typed becomes a movement; what is left empty is left out', () => {
  const { type, fields } = formOf('StockReceived')
  const typed = { item: ' tea ', branch: 'north', quantity: '10', unitCost: '4.5', supplier: '' }
  expect(eventOf({ ...head, type }, fields, typed, 'UTC')).toEqual({
    ...head,
    type,
    item: 'tea',
    branch: 'north',
    quantity: '10',
    unitCost: '4.5',
  })
})

test('a lot and a charge become the lists they are in a movement', () => {
  const { type, fields } = formOf('StockReceived')
  const typed = {
    item: 'tea',
    branch: 'north',
    quantity: '10',
    unitCost: '4',
    lot: 'A',
    expiresOn: '2027-05-01',
    freight: '3',
  }
  expect(eventOf({ ...head, type }, fields, typed, 'UTC')).toMatchObject({
    lots: [{ lot: 'A', quantity: '10', expiresOn: '2027-05-01' }],
    charges: [{ code: 'freight', amount: '3' }],
  })
  const hold = formOf('LotHeld')
  const held = eventOf(
    { ...head, type: 'LotHeld' },
    hold.fields,
    { item: 'tea', branch: 'north', lot: 'A' },
    'UTC',
  )
  expect(held).toEqual({ ...head, type: 'LotHeld', item: 'tea', branch: 'north', lot: 'A' })
})

test('an amendment holds only what is changed, its instant in the zone it was typed in', () => {
  const { type, fields } = correctionForms.amend
  const typed = {
    item: 'tea',
    movement: 'R1',
    'changes.quantity': '3',
    'changes.occurredAt': '2027-06-01T10:00',
  }
  expect(eventOf({ ...head, type }, fields, typed, 'Europe/London')).toMatchObject({
    movement: 'R1',
    changes: { quantity: '3', occurredAt: '2027-06-01T09:00:00.000Z' },
  })
})

test('a field that must be filled is named', () => {
  const { type, fields } = formOf('StockAdjusted')
  const typed = { item: 'tea', branch: 'north', quantity: '-1' }
  expect(() => eventOf({ ...head, type }, fields, typed, 'UTC')).toThrow('Reason is missing.')
})

test('no two ids are the same', () => {
  expect(new Set(Array.from({ length: 100 }, newId)).size).toBe(100)
})
