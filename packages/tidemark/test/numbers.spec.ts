import { describe, expect, it } from 'vitest'
import { fileOf, openTrade, received } from './trade.ts'
import { viewOf } from './view-of.ts'

const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' })

describe('numbers that make no sense are refused', () => {
  it.each([Number.NaN, -1])('as tolerance of the future: %d', (futureTolerance) => {
    expect(() => openTrade({ futureTolerance })).toThrow(refused)
  })

  it('while none at all, and any at all, are well', async () => {
    for (const futureTolerance of [0, Number.POSITIVE_INFINITY]) {
      const { inventory } = openTrade({ futureTolerance })
      expect((await inventory.head()).events).toBe(0)
    }
  })

  it.each([Number.NaN, -1, 0])('as size of a batch: %d', async (batchSize) => {
    const { inventory } = openTrade()
    const importing = inventory.import(fileOf(received('R1', '2027-03-01T09:00Z', '1', '4')), { batchSize })
    await expect(importing).rejects.toThrow(refused)
    expect((await inventory.head()).events).toBe(0)
  })

  it('as days until lots expire', async () => {
    const view = await viewOf(received('R1', '2027-03-01T09:00Z', '1', '4'))
    expect(() => view.lots({ expiringWithin: Number.NaN })).toThrow(refused)
  })

  it('as options of the timeline', () => {
    expect(() => openTrade({ timeline: { keyframeFacts: -1 } })).toThrow(refused)
  })
})
