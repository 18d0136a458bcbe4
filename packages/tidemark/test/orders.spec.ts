import { describe, expect, it } from 'vitest'
import type { InventoryEventInput } from '../src/index.ts'
import { event, openTrade, received, sold } from './trade.ts'
import { AS_OF, defined, viewOf } from './view-of.ts'

const order = (id: string, occurredAt: string, quantity: string, fields: object) =>
  event('PurchaseOrderSaved', id, occurredAt, { quantity, status: 'ordered', ...fields })

describe('purchase orders', () => {
  const orders = [
    order('P1', '2027-03-01T09:00Z', '10', {
      purchaseOrder: 'PO1',
      line: '2',
      supplier: 'ACME',
      unitCost: '4',
    }),
    order('P2', '2027-03-01T09:00Z', '10', { purchaseOrder: 'PO1', line: '10', dueOn: '2027-04-01' }),
    order('P3', '2027-03-01T09:00Z', '8', { purchaseOrder: 'PO2', branch: 'south' }),
    received('R1', '2027-03-02T09:00Z', '4', '4', { purchaseOrder: 'PO1', purchaseOrderLine: '2' }),
    received('R2', '2027-03-02T09:00Z', '13', '4', { purchaseOrder: 'PO1', purchaseOrderLine: '10' }),
    received('R3', '2027-03-02T09:00Z', '3', '4', { purchaseOrder: 'PO2', branch: 'south' }),
    received('R4', '2027-03-02T09:00Z', '1', '4', { purchaseOrder: 'PO9' }),
  ]

  it('show what is on order, received, over and short, by order and line', async () => {
    const view = await viewOf(
      ...orders,
      order('P4', '2027-03-03T09:00Z', '8', { purchaseOrder: 'PO2', branch: 'south', status: 'closed' }),
    )
    const figures = view
      .orders()
      .map((row) => [
        row.purchaseOrder,
        row.line,
        row.status,
        row.ordered,
        row.received,
        row.onOrder,
        row.over,
        row.short,
      ])
    expect(figures).toEqual([
      ['PO1', '2', 'ordered', '10', '4', '6', '0', '0'],
      ['PO1', '10', 'ordered', '10', '13', '0', '3', '0'],
      ['PO2', null, 'closed', '8', '3', '0', '0', '5'],
      ['PO9', null, null, '0', '1', '0', '1', '0'],
    ])
  })

  it('on order adds up to that of the levels, at any instant', async () => {
    const { inventory } = openTrade()
    await inventory.record(orders)
    for (const asOf of ['2027-03-01T09:00Z', '2027-03-02T08:59Z', AS_OF]) {
      const view = await inventory.asOf(asOf)
      const ofLines = view.orders().reduce((sum, { onOrder }) => sum + Number(onOrder), 0)
      const ofLevels = [...view.levels()].reduce((sum, { onOrder }) => sum + Number(onOrder), 0)
      expect(ofLines).toBe(ofLevels)
    }
  })

  it.each([
    [{ open: true }, ['PO1/2', 'PO2/null']],
    [{ supplier: 'ACME' }, ['PO1/2']],
    [{ branch: 'south' }, ['PO2/null']],
    [{ purchaseOrder: 'PO1', item: 'tea' }, ['PO1/2', 'PO1/10']],
    [{ status: 'closed' }, []],
    [{ item: 'coffee' }, []],
  ] as const)('are found by %j', async (filter, expected) => {
    const rows = (await viewOf(...orders)).orders(filter)
    expect(rows.map(({ purchaseOrder, line }) => `${purchaseOrder}/${line}`)).toEqual(expected)
  })

  it('received against before the order was saved show once, on its line', async () => {
    const view = await viewOf(
      received('R1', '2027-03-01T09:00Z', '4', '4', { purchaseOrder: 'PO1' }),
      order('P1', '2027-03-02T09:00Z', '10', { purchaseOrder: 'PO1', line: '1' }),
    )
    expect(view.orders().map(({ line, received: there, onOrder }) => [line, there, onOrder])).toEqual([
      ['1', '4', '6'],
    ])
  })
})

async function suggested(...events: readonly InventoryEventInput[]): Promise<readonly string[]> {
  const rows = [...(await viewOf(...events)).reorder()]
  return rows.map(({ branch, suggested: quantity }) => `${branch} ${quantity}`)
}

describe('suggested orders', () => {
  const five = received('R1', '2027-03-01T09:00Z', '5', '4')

  it('fill up to the maximum where available and on order fall short of the minimum', async () => {
    expect(await suggested(defined({ minimum: '6', maximum: '20' }), five)).toEqual(['north 15'])
    expect(await suggested(defined({ minimum: '5', maximum: '20' }), five)).toEqual([])
  })

  it('count what is on order, and what is reserved, held and kept for safety', async () => {
    const item = defined({ minimum: '6', maximum: '20', safetyStock: '1' })
    const reserved = event('StockReserved', 'V1', '2027-03-01T10:00Z', { reservation: 'web', quantity: '2' })
    const coming = order('P1', '2027-03-01T10:00Z', '3', { purchaseOrder: 'PO1' })
    expect(await suggested(item, five, reserved, coming)).toEqual(['north 15'])
  })

  it("go by the branch's own limits", async () => {
    const item = defined({
      minimum: '6',
      maximum: '20',
      branches: { south: { minimum: '1', maximum: '3' } },
    })
    expect(await suggested(item, five)).toEqual(['north 15', 'south 3'])
  })

  it('fill up to the minimum where there is no maximum, or a lower one', async () => {
    expect(await suggested(defined({ minimum: '6' }), five)).toEqual(['north 1'])
    expect(await suggested(defined({ minimum: '6', maximum: '2' }), five)).toEqual(['north 1'])
  })

  it('are of no item without a minimum, and of none that is not counted', async () => {
    expect(await suggested(defined({ maximum: '20' }), five)).toEqual([])
    expect(
      await suggested(
        defined({ minimum: '6', tracksQuantity: false }),
        sold('S1', '2027-03-01T09:00Z', '1', '9'),
      ),
    ).toEqual([])
  })

  it('can be asked for by vendor', async () => {
    const view = await viewOf(defined({ minimum: '6', vendor: 'ACME' }), five)
    expect([...view.reorder({ vendor: 'ACME' })]).toHaveLength(1)
    expect([...view.reorder({ vendor: 'other' })]).toEqual([])
  })
})
