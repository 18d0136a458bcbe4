import { permissions } from 'tidemark'
import { describe, expect, it } from 'vitest'
import { askingAs, inMarch } from './asking.ts'

const tea = { item: 'tea', branch: 'north' }
const sale = {
  id: 'S9',
  type: 'StockSold',
  occurredAt: '2027-03-30T10:00:00Z',
  ...tea,
  quantity: '2',
  netAmount: '15',
}

type Ask = ReturnType<typeof askingAs>

const post = (ask: Ask, path: string, ...movements: readonly object[]) =>
  ask(path, { method: 'POST', json: { movements } })

describe('a movement', () => {
  it('is recorded by whoever asks, once, however often the answer is lost', async () => {
    const inventory = await inMarch()
    const ask = askingAs(inventory)
    const first = await post(ask, '/api/movements', sale)
    expect([first.status, first.json.items[0].alreadyRecorded]).toEqual([201, false])
    const again = await post(ask, '/api/movements', sale)
    expect(again.json.items).toEqual([{ ...first.json.items[0], alreadyRecorded: true }])
    const { json } = await ask('/api/movements?item=tea&branch=north')
    expect(json.items[0]).toMatchObject({ id: 'S9', quantity: '-2', name: 'tea', late: false })
    expect((await inventory.head()).events).toBe(6)
  })

  it('under the id of another is refused, and says so', async () => {
    const ask = askingAs(await inMarch())
    const { status, json } = await post(ask, '/api/movements', { ...sale, id: 'S1' })
    expect([status, json.code]).toEqual([409, 'MOVEMENT_CONFLICT'])
  })

  it('that is none is refused with the field that is wrong', async () => {
    const ask = askingAs(await inMarch())
    const { status, json } = await post(ask, '/api/movements', { ...sale, quantity: '-1' })
    expect([status, json.code, json.details.field]).toEqual([400, 'INVALID_FIELD', 'quantity'])
    const unknown = await post(ask, '/api/movements', { ...sale, colour: 'green' })
    expect([unknown.status, unknown.json.code, unknown.json.details.field]).toEqual([
      400,
      'UNKNOWN_FIELD',
      'colour',
    ])
    const hidden = await ask('/api/movements', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ movements: [sale] }).replace('"quantity"', '"__proto__":"x","quantity"'),
    })
    expect([hidden.status, hidden.json.code]).toEqual([400, 'INVALID_REQUEST'])
    const rule = { id: 'x', type: 'ScheduleSet', occurredAt: sale.occurredAt }
    expect((await post(ask, '/api/movements', rule)).json.code).toBe('INVALID_REQUEST')
  })

  it('of several is recorded with all of them or not at all', async () => {
    const inventory = await inMarch()
    const { status } = await post(askingAs(inventory), '/api/movements', sale, { ...sale, id: 'S1' })
    expect([status, (await inventory.head()).events]).toEqual([409, 5])
  })

  it.each([
    ['StockReceived', { quantity: '1', unitCost: '2' }],
    ['StockReturnedByCustomer', { quantity: '1', netAmount: '8', sale: 'S1' }],
    ['StockReturnedToSupplier', { quantity: '1', receipt: 'R1' }],
    ['StockTransferred', { branch: undefined, from: 'north', to: 'south', quantity: '1' }],
    ['StockAdjusted', { quantity: '-1', reason: 'damage' }],
    ['StockCounted', { quantity: '11' }],
    ['CountPosted', {}],
    ['CountsInitialised', {}],
    ['PurchaseOrderSaved', { purchaseOrder: 'P1', quantity: '5', status: 'ordered' }],
    ['StockReserved', { reservation: 'W1', quantity: '1' }],
    ['MovementVoided', { branch: undefined, movement: 'S1', reason: 'typed twice' }],
    ['MovementAmended', { branch: undefined, movement: 'S1', changes: { quantity: '3' } }],
  ])('of type %s needs the permission for it', async (type, fields) => {
    const inventory = await inMarch()
    const event = { ...sale, netAmount: undefined, quantity: undefined, type, ...fields }
    const { json: me } = await askingAs(inventory)('/api/me')
    expect(me.records).toContain(type)
    const needed = permissions.filter((one) => one === 'inventory.write' || one === 'inventory.adjust')
    const outcomes = await Promise.all(
      needed.map(async (one) => {
        const ask = askingAs(inventory, ['inventory.read', one])
        const { status } = await post(ask, '/api/movements', event)
        const offered: readonly string[] = (await ask('/api/me')).json.records
        return [status, offered.includes(type)]
      }),
    )
    expect(outcomes.toSorted()).toEqual([
      [201, true],
      [403, false],
    ])
  })
})

it('of somebody who may record nothing is not even looked at', async () => {
  const { status, json } = await askingAs(await inMarch(), ['inventory.read'])('/api/movements', {
    method: 'POST',
    json: { movements: 'none' },
  })
  expect([status, json.code]).toEqual([403, 'PERMISSION_DENIED'])
})

describe('a preview', () => {
  it('tells what would change, and records nothing', async () => {
    const inventory = await inMarch()
    const { json } = await post(askingAs(inventory), '/api/movements/preview', sale)
    expect(json.rows).toMatchObject([
      {
        item: 'tea',
        branch: 'north',
        before: { onHand: '12', value: '57' },
        after: { onHand: '10', value: '47.5' },
      },
    ])
    expect(json).toMatchObject({ refusals: [], late: false, drifting: [] })
    expect((await inventory.head()).events).toBe(5)
  })

  it('tells of a late entry what it changes of the past', async () => {
    const inventory = await inMarch()
    const { id } = await inventory.snapshots.create({ name: 'Mid-March', asOf: '2027-03-15T00:00:00Z' })
    await inventory.snapshots.create({ name: 'Early', asOf: '2027-03-02T00:00:00Z' })
    const late = { ...sale, occurredAt: '2027-03-05T00:00:00Z' }
    const { json } = await post(askingAs(inventory), '/api/movements/preview', late)
    expect(json).toMatchObject({ late: true, since: '2027-03-05T00:00:00.000Z', drifting: [{ id }] })
    await post(askingAs(inventory), '/api/movements', late)
    expect((await askingAs(inventory)('/api/movements?late=true')).json.items).toMatchObject([
      { id: 'S9', late: true },
    ])
    expect((await inventory.snapshots.drift(id)).rows).toHaveLength(1)
  })

  it('of a void acts where the movement was', async () => {
    const ask = askingAs(await inMarch())
    const voided = {
      id: 'V1',
      type: 'MovementVoided',
      occurredAt: sale.occurredAt,
      item: 'tea',
      movement: 'S1',
      reason: 'x',
    }
    const { json } = await post(ask, '/api/movements/preview', voided)
    expect(json).toMatchObject({ late: true, since: '2027-03-10T10:30:00.000Z' })
    expect(json.rows[0]).toMatchObject({ before: { onHand: '12' }, after: { onHand: '16' } })
  })

  it.each([
    ['an amendment', 'MovementAmended', { movement: 'S1', changes: { quantity: '3' } }, '2027-03-10T10:30'],
    [
      'an amended time',
      'MovementAmended',
      { movement: 'S1', changes: { occurredAt: '2027-03-04T08:00:00Z' } },
      '2027-03-04T08:00',
    ],
    ['a charge', 'ReceiptCostAdjusted', { receipt: 'R1', amount: '10' }, '2027-03-01T09:00'],
    ['a void', 'MovementVoided', { movement: 'S1', reason: 'x' }, '2027-03-10T10:30'],
  ])('of %s that is voided tells of the past it changes', async (_, type, fields, since) => {
    const inventory = await inMarch()
    const ask = askingAs(inventory)
    const now = { occurredAt: sale.occurredAt, item: 'tea' }
    const corrected = await post(ask, '/api/movements', { id: 'C1', type, ...now, ...fields })
    expect(corrected.status).toBe(201)
    const { id } = await inventory.snapshots.create({ asOf: '2027-03-15T00:00:00Z' })
    await inventory.snapshots.create({ asOf: '2027-03-01T08:00:00Z' })
    const voided = { id: 'V1', type: 'MovementVoided', ...now, movement: 'C1', reason: 'x' }
    const { json } = await post(ask, '/api/movements/preview', voided)
    expect(json).toMatchObject({ late: true, since: `${since}:00.000Z`, drifting: [{ id }] })
    await post(ask, '/api/movements', voided)
    expect((await inventory.snapshots.drift(id)).rows).not.toEqual([])
  })

  it('of what is of no item is late when anything has moved since', async () => {
    const inventory = await inMarch()
    const { id } = await inventory.snapshots.create({ asOf: '2027-03-15T00:00:00Z' })
    const ask = askingAs(inventory)
    const preview = async (event: object) =>
      (await post(ask, '/api/movements/preview', { id: 'X', ...event })).json
    const policy = { type: 'CostingPolicySet', lateChargeEffect: 'arrival' }
    const branch = { type: 'BranchDefined', branch: 'north', timeZone: 'Europe/London' }
    const occurredAt = '2027-03-12T00:00:00Z'
    expect(await preview({ ...policy, occurredAt })).toMatchObject({ late: true, drifting: [{ id }] })
    // No level depends on it.
    expect(await preview({ ...branch, occurredAt })).toMatchObject({ late: true, drifting: [] })
    for (const event of [policy, branch]) {
      const now = { ...event, occurredAt: sale.occurredAt }
      expect(await preview(now)).toMatchObject({ late: false, drifting: [] })
    }
  })

  it('of several movements is late when one of them is', async () => {
    const inventory = await inMarch()
    const ask = askingAs(inventory)
    const coffee = { ...sale, id: 'S10', item: 'coffee', branch: 'south', occurredAt: '2027-03-06T00:00:00Z' }
    const both = (first: object) => post(ask, '/api/movements/preview', first, sale)
    // Of coffee nothing came later.
    expect((await both(coffee)).json).toMatchObject({ late: false, since: '2027-03-06T00:00:00.000Z' })
    expect((await both({ ...coffee, occurredAt: '2027-03-04T00:00:00Z' })).json.late).toBe(true)
  })

  it('says what would be refused, and why', async () => {
    const inventory = await inMarch()
    await inventory.periods.close('2027-03-31T00:00:00Z')
    const { json } = await post(askingAs(inventory), '/api/movements/preview', sale)
    expect(json.refusals).toMatchObject([{ id: 'S9', code: 'PERIOD_CLOSED' }])
    const forVera = askingAs(inventory, ['inventory.read'])
    const denied = await post(forVera, '/api/movements/preview', {
      ...sale,
      occurredAt: '2027-03-31T10:00:00Z',
    })
    expect(denied.json.refusals).toMatchObject([{ code: 'PERMISSION_DENIED' }])
  })
})
