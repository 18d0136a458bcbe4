import { describe, expect, it } from 'vitest'
import { event, received, sold } from './trade.ts'
import { defined, viewOf } from './view-of.ts'

describe('availability', () => {
  const stock = [
    received('R1', '2027-03-01T09:00Z', '100', '4', { lots: [{ lot: 'A', quantity: '10' }] }),
    defined({ safetyStock: '5' }),
    event('LotHeld', 'H1', '2027-03-02T09:00Z', { lot: 'A' }),
    event('ChannelStockAllocated', 'A1', '2027-03-02T09:00Z', { channel: 'web', quantity: '30' }),
    event('ChannelStockAllocated', 'A2', '2027-03-02T09:00Z', { channel: 'shop', quantity: '20' }),
  ]
  const reserve = (id: string, quantity: string, channel?: string) =>
    event('StockReserved', id, '2027-03-03T09:00Z', { reservation: id, quantity, channel })

  it('is on hand less reserved, held and safety stock, and what no channel can promise of it', async () => {
    const view = await viewOf(...stock, reserve('V1', '8', 'web'), reserve('V2', '7'))
    expect([...view.availability()]).toEqual([
      {
        item: 'tea',
        branch: 'north',
        onHand: '100',
        reserved: '15',
        held: '10',
        safetyStock: '5',
        available: '70',
        unallocated: '28',
        channels: [
          { channel: 'shop', allocated: '20', reserved: '0', available: '20' },
          { channel: 'web', allocated: '30', reserved: '8', available: '22' },
        ],
      },
    ])
  })

  it('of a channel that reserved more than is set aside is below zero and comes out of the unallocated', async () => {
    const [row] = (await viewOf(...stock, reserve('V1', '33', 'web'))).availability({ item: 'tea' })
    expect(row?.channels[1]?.available).toBe('-3')
    expect(row?.unallocated).toBe('32')
    expect(row?.available).toBe('52')
  })

  it('shows when more is set aside than there is', async () => {
    const tooMuch = event('ChannelStockAllocated', 'A3', '2027-03-03T09:00Z', {
      channel: 'web',
      quantity: '90',
    })
    const [row] = (await viewOf(...stock, tooMuch)).availability({ branch: 'north' })
    expect(row?.unallocated).toBe('-25')
  })

  it('follows a sale of a channel that names its reservation', async () => {
    const sale = sold('S1', '2027-03-04T09:00Z', '8', '80', { channel: 'web', reservation: 'V1' })
    const [row] = (await viewOf(...stock, reserve('V1', '8', 'web'), sale)).availability()
    expect([row?.reserved, row?.available, row?.unallocated]).toEqual(['0', '77', '35'])
    expect(row?.channels[1]).toEqual({ channel: 'web', allocated: '22', reserved: '0', available: '22' })
  })
})
