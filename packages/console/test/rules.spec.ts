import type { Permission } from 'tidemark'
import { describe, expect, it } from 'vitest'
import { askingAs, inMarch, movement } from './asking.ts'

describe('rules', () => {
  it.each([
    ['/api/schedules/weekly', { every: 'week', timeZone: 'UTC', from: '2027-03-08T00:00:00Z' }],
    ['/api/triggers/sold%20out', { when: 'stock-out' }],
  ])('are set by who may take snapshots alone, who is not told what they took: %s', async (path, json) => {
    const inventory = await inMarch()
    const set = (granted?: readonly Permission[]) =>
      askingAs(inventory, granted)(path, { method: 'PUT', json })
    const byTaker = await set(['inventory.snapshot.create'])
    expect([byTaker.status, byTaker.json.taken, byTaker.json.last]).toEqual([200, null, null])
    await inventory.record(
      movement('StockSold', 'S8', '2027-03-30T09:00:00Z', { quantity: '12', netAmount: '9' }),
    )
    await inventory.run({ once: true })
    expect((await set()).json.taken).toBeGreaterThan(0)
    expect((await set(['inventory.snapshot.create'])).json).toEqual(byTaker.json)
  })
})

describe('schedules', () => {
  it('are set, take what is due, tell what they took, and are removed', async () => {
    const inventory = await inMarch()
    const ask = askingAs(inventory)
    const json = { every: 'week', timeZone: 'Europe/London', from: '2027-03-08T00:00:00Z' }
    const set = await ask('/api/schedules/weekly', { method: 'PUT', json })
    expect([set.status, set.json.taken]).toEqual([200, 0])
    await inventory.run({ once: true })
    const { json: listed } = await ask('/api/schedules')
    expect(listed.items).toMatchObject([{ schedule: 'weekly', every: 'week', taken: 3 }])
    const { json: taken } = await ask('/api/snapshots?schedule=weekly')
    expect(taken.items.map(({ id }: { id: string }) => id)).toContain(listed.items[0].last.id)
    expect((await ask('/api/snapshots?schedule=other')).json.items).toEqual([])
    const gone = await ask('/api/schedules/weekly/remove', { method: 'POST', json: { reason: 'enough' } })
    expect(gone.json).toEqual({ removed: 'weekly' })
    expect((await ask('/api/schedules')).json.items).toEqual([])
    expect((await ask('/api/schedules/weekly/remove', { method: 'POST', json: {} })).status).toBe(404)
  })

  it('that are none are refused with what would be one', async () => {
    const ask = askingAs(await inMarch())
    const { status, json } = await ask('/api/schedules/x', {
      method: 'PUT',
      json: { every: 'fortnight', timeZone: 'UTC' },
    })
    expect([status, json.code]).toEqual([400, 'INVALID_SCHEDULE'])
  })
})

describe('triggers', () => {
  it('are set, take a snapshot of what meets them, tell so, and are removed', async () => {
    const inventory = await inMarch()
    const ask = askingAs(inventory)
    const json = { when: 'stock-out', branch: 'north', where: { channel: 'web' } }
    expect((await ask('/api/triggers/sold%20out', { method: 'PUT', json })).json).toMatchObject({
      trigger: 'sold out',
      when: 'stock-out',
      where: { channel: 'web' },
      taken: 0,
    })
    await inventory.record(
      movement('StockSold', 'S8', '2027-03-30T09:00:00Z', { quantity: '12', netAmount: '9', channel: 'web' }),
    )
    await inventory.run({ once: true })
    const { json: listed } = await ask('/api/triggers')
    expect(listed.items[0]).toMatchObject({ taken: 1, last: { asOf: '2027-03-30T09:00:00.000Z' } })
    expect((await ask('/api/snapshots?trigger=sold%20out')).json.items).toHaveLength(1)
    await ask('/api/triggers/sold%20out/remove', { method: 'POST', json: {} })
    expect((await ask('/api/triggers')).json.items).toEqual([])
  })

  it.each(['{"__proto__":"1"}', '{"channel":"web","__proto__":"1"}', '{"":"1"}'])(
    'whose filter is not wholly understood are refused, not set for more: %s',
    async (where) => {
      const inventory = await inMarch()
      const answer = await askingAs(inventory)('/api/triggers/x', {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: `{"when":"stock-out","where":${where}}`,
      })
      expect([answer.status, answer.json.code]).toEqual([400, 'INVALID_REQUEST'])
      expect(await inventory.snapshots.triggers.list()).toEqual([])
    },
  )

  it('on nothing that can set one off are refused', async () => {
    const ask = askingAs(await inMarch())
    const json = { on: ['SnapshotTaken'] }
    expect((await ask('/api/triggers/x', { method: 'PUT', json })).json.code).toBe('INVALID_REQUEST')
  })
})

describe('periods', () => {
  it('are closed, keep out what is in them unless it is let in, and are opened again', async () => {
    const ask = askingAs(await inMarch())
    const change = (path: string, json: object) => ask(path, { method: 'POST', json })
    const closed = await change('/api/periods/close', { through: '2027-03-31T00:00:00Z', reason: 'filed' })
    expect(closed.json).toMatchObject({
      closedThrough: '2027-03-31T00:00:00.000Z',
      items: [{ type: 'PeriodClosed', actor: 'kim', reason: 'filed' }],
      lateEntries: 0,
    })
    const sale = movement('StockSold', 'S8', '2027-03-30T09:00:00Z', { quantity: '1', netAmount: '9' })
    expect((await change('/api/movements', { movements: [sale] })).json.code).toBe('PERIOD_CLOSED')
    const letIn = await change('/api/movements', {
      movements: [{ ...sale, late: 'accept', reason: 'agreed' }],
    })
    expect(letIn.status).toBe(201)
    const { json } = await ask('/api/periods')
    expect(json).toMatchObject({
      lateEntries: 1,
      lastLateEntries: [{ id: 'S8', reason: 'agreed', actor: 'kim' }],
    })
    expect((await change('/api/periods/reopen', { through: null })).json.closedThrough).toBeNull()
    expect((await change('/api/periods/reopen', { through: null })).json.code).toBe('PERIOD_NOT_CLOSED')
  })
})
