import { describe, expect, it } from 'vitest'
import { endOfMonth, type Inventory } from '../src/index.ts'
import { simulate } from './running.ts'
import { event, received, sold, stockAt } from './trade.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })
const at = (text: string) => Date.parse(text)
const january = endOfMonth('UTC', '2027-01')
const february = endOfMonth('UTC', '2027-02')

async function closedJanuary(): Promise<ReturnType<typeof simulate> & { readonly inventory: Inventory }> {
  const simulation = simulate('2027-03-05T00:00Z')
  await simulation.inventory.record(received('R1', '2027-01-10T00:00Z', '10', '4'))
  await simulation.inventory.periods.close(january, { actor: 'vera', reason: 'VAT return filed' })
  return simulation
}

describe('a closed period', () => {
  it('is told with who closed it, when and why', async () => {
    const { inventory } = await closedJanuary()
    expect(await inventory.periods.list()).toEqual({
      closedThrough: january,
      closings: [
        {
          id: expect.stringMatching(/^PeriodClosed\//),
          type: 'PeriodClosed',
          through: january,
          recordedAt: at('2027-03-05T00:00Z'),
          actor: 'vera',
          reason: 'VAT return filed',
        },
      ],
      lateEntries: [],
    })
  })

  it('refuses what takes effect in it, and nothing later', async () => {
    const { inventory } = await closedJanuary()
    const late = inventory.record(sold('S1', '2027-01-31T23:59:59.999Z', '1', '9'))
    await expect(late).rejects.toMatchObject({
      code: 'PERIOD_CLOSED',
      details: { id: 'S1', effectiveAt: at('2027-01-31T23:59:59.999Z'), closedThrough: january },
    })
    await inventory.record(sold('S2', '2027-02-01T00:00Z', '1', '9'))
    expect(await stockAt(inventory, '2027-03-05T00:00Z')).toBe('9 worth 36')
  })

  it('goes by when late charges act: by their receipt, or when they arrive', async () => {
    const { inventory } = await closedJanuary()
    const charge = (id: string, occurredAt: string, receipt: string) =>
      event('ReceiptCostAdjusted', id, occurredAt, { branch: undefined, receipt, amount: '20' })
    await inventory.record(received('R2', '2027-03-01T00:00Z', '10', '4'))
    await expect(inventory.record(charge('C1', '2027-02-20T00:00Z', 'R1'))).rejects.toThrow(
      code('PERIOD_CLOSED'),
    )
    const arrival = { item: undefined, branch: undefined, lateChargeEffect: 'arrival', late: 'accept' }
    await inventory.record(event('CostingPolicySet', 'P1', '2027-01-01T00:00Z', arrival))
    await inventory.record(charge('C1', '2027-02-20T00:00Z', 'R1'))
    expect(await stockAt(inventory, '2027-01-31T23:59:59.999Z')).toBe('10 worth 40')
    await expect(inventory.record(charge('C2', '2027-01-20T00:00Z', 'R2'))).rejects.toThrow(
      code('PERIOD_CLOSED'),
    )
    await inventory.record(event('CostRevalued', 'N1', '2027-03-02T00:00Z', { amount: '1' }))
    expect((await inventory.periods.list()).lateEntries.map(({ id }) => id)).toEqual(['P1'])
    expect(await inventory.anomalies()).toEqual([])
  })

  it('goes by where a fact stands now: a correction of what was moved out of it is taken', async () => {
    const { inventory } = simulate('2027-03-05T00:00Z')
    const away = { branch: undefined, movement: 'R1', changes: { occurredAt: '2027-02-10T00:00Z' } }
    await inventory.record([
      received('R1', '2027-01-10T00:00Z', '10', '4'),
      event('MovementAmended', 'A1', '2027-03-01T00:00Z', away),
    ])
    await inventory.periods.close(january)
    const more = { branch: undefined, movement: 'R1', changes: { quantity: '11' } }
    await inventory.record(event('MovementAmended', 'A2', '2027-03-02T00:00Z', more))
    const undone = { branch: undefined, movement: 'A1', reason: 'it was January after all' }
    await expect(
      inventory.record(event('MovementVoided', 'V1', '2027-03-03T00:00Z', undone)),
    ).rejects.toThrow(code('PERIOD_CLOSED'))
  })

  it('leaves a trail of what is let in all the same: entries, and corrections of what it holds', async () => {
    const { inventory, clock } = await closedJanuary()
    await inventory.record(sold('S0', '2027-02-02T00:00Z', '1', '9', { late: 'accept' }))
    clock.moveTo(at('2027-03-07T09:00Z'))
    const accepted = { late: 'accept', actor: 'tom', reason: 'found in a drawer' }
    await inventory.record(sold('S1', '2027-01-20T00:00Z', '1', '9', accepted))
    const changes = { quantity: '12' }
    const amended = { branch: undefined, movement: 'R1', changes, late: 'accept' }
    await inventory.record(event('MovementAmended', 'A1', '2027-03-07T08:00Z', amended))
    const common = {
      recordedAt: at('2027-03-07T09:00Z'),
      item: 'tea',
      closedThrough: january,
      position: expect.any(Number),
    }
    expect((await inventory.periods.list()).lateEntries).toEqual([
      {
        ...common,
        id: 'S1',
        type: 'StockSold',
        effectiveAt: at('2027-01-20T00:00Z'),
        actor: 'tom',
        reason: 'found in a drawer',
      },
      {
        ...common,
        id: 'A1',
        type: 'MovementAmended',
        effectiveAt: at('2027-01-10T00:00Z'),
        actor: null,
        reason: null,
      },
    ])
  })

  it('is extended by closing later, and closing earlier or again changes nothing', async () => {
    const { inventory } = await closedJanuary()
    await inventory.periods.close(january)
    await inventory.periods.close('2026-12-31T23:59:59.999Z')
    await inventory.periods.close(february)
    const { closedThrough, closings } = await inventory.periods.list()
    expect(closedThrough).toBe(february)
    expect(closings.map(({ type, through }) => [type, through])).toEqual([
      ['PeriodClosed', january],
      ['PeriodClosed', february],
    ])
  })

  it('is opened again down to an earlier instant, or wholly; what was let in before stays in the trail', async () => {
    const { inventory } = await closedJanuary()
    await inventory.periods.close(february)
    await inventory.record(sold('S1', '2027-01-20T00:00Z', '1', '9', { late: 'accept' }))
    await inventory.periods.reopen(january, { actor: 'vera' })
    await inventory.record(sold('S2', '2027-02-20T00:00Z', '1', '9'))
    await expect(inventory.record(sold('S3', '2027-01-21T00:00Z', '1', '9'))).rejects.toThrow(
      code('PERIOD_CLOSED'),
    )
    await inventory.periods.reopen(null)
    await inventory.record(sold('S3', '2027-01-21T00:00Z', '1', '9', { late: 'accept' }))
    const list = await inventory.periods.list()
    expect(list.closedThrough).toBeNull()
    expect(list.closings.map(({ type, through, actor }) => [type, through, actor])).toEqual([
      ['PeriodClosed', january, 'vera'],
      ['PeriodClosed', february, null],
      ['PeriodReopened', january, 'vera'],
      ['PeriodReopened', null, null],
    ])
    expect(list.lateEntries).toMatchObject([{ id: 'S1', closedThrough: february }])
  })

  it('cannot be one that is not over, and only what is closed can be opened', async () => {
    const { inventory } = await closedJanuary()
    const { periods } = inventory
    await expect(periods.close('2027-03-05T00:00Z')).rejects.toThrow(code('PERIOD_NOT_OVER'))
    await expect(periods.close('2027-13-05T00:00Z')).rejects.toThrow(code('INVALID_TIME'))
    await expect(periods.reopen(january)).rejects.toThrow(code('PERIOD_NOT_CLOSED'))
    await periods.reopen(null)
    await expect(periods.reopen(null)).rejects.toThrow(code('PERIOD_NOT_CLOSED'))
  })

  it('closed twice by one id is closed once', async () => {
    const { inventory, another } = simulate('2027-03-05T00:00Z')
    await Promise.all([inventory, another()].map((one) => one.periods.close(january, { id: 'close-01' })))
    expect((await inventory.periods.list()).closings).toHaveLength(1)
  })
})
