import { formatMicros, toMicros } from '@tidemark/projection'
import fc, { type Arbitrary } from 'fast-check'
import { always, type DeedKind, type MakeDeed, type Scene } from './deed.ts'
import { lotsOf } from './lots.ts'
import { back, channels, oneOf, rarely, reservations } from './names.ts'
import { amounts, quantities, unitCosts } from './numbers.ts'
import { fromLast, livingOf, ofTypes } from './past.ts'

/** Sales, goods back from customers, and what is promised to someone. */
export function sellingDeeds(scene: Scene): readonly DeedKind[] {
  const { items, branches } = scene
  const promised = fc.record(
    {
      item: oneOf(items),
      branch: oneOf(branches),
      reservation: oneOf(reservations),
      quantity: quantities(false),
      channel: oneOf(channels),
    },
    { requiredKeys: ['item', 'branch', 'reservation', 'quantity'] },
  )
  const allocated = fc.record({
    item: oneOf(items),
    branch: oneOf(branches),
    channel: oneOf(channels),
    quantity: fc.integer({ min: 0, max: 20 }).map(String),
  })
  return [
    { type: 'StockSold', weight: 9, deeds: sales(scene) },
    { type: 'StockReturnedByCustomer', weight: 4, deeds: customerReturns(scene) },
    {
      type: 'StockReserved',
      weight: 1,
      deeds: promised.map((it) => always({ type: 'StockReserved', ...it })),
    },
    {
      type: 'ReservationReleased',
      weight: 1,
      deeds: promised.map((it) => always({ type: 'ReservationReleased', ...it })),
    },
    {
      type: 'ChannelStockAllocated',
      weight: 1,
      deeds: allocated.map((it) => always({ type: 'ChannelStockAllocated', ...it })),
    },
  ]
}

interface Price {
  readonly netAmount?: string
  readonly grossAmount?: string
  readonly taxAmount?: string
}

/** The line total without tax, or with it and the tax apart. */
const prices: Arbitrary<Price> = fc.oneof(
  { withCrossShrink: true },
  { weight: 3, arbitrary: amounts.map((netAmount) => ({ netAmount })) },
  {
    weight: 1,
    arbitrary: unitCosts(false).map((taxAmount) => ({
      grossAmount: formatMicros(toMicros(taxAmount) * 6n),
      taxAmount,
    })),
  },
)

function sales(scene: Scene): Arbitrary<MakeDeed> {
  const { items, branches, huge } = scene
  return fc
    .tuple(
      fc.record(
        {
          item: oneOf(items),
          branch: oneOf(branches),
          quantity: quantities(huge),
          channel: oneOf(channels),
          reservation: oneOf(reservations),
          customer: fc.constant('C1'),
        },
        { requiredKeys: ['item', 'branch', 'quantity'] },
      ),
      prices,
      rarely(unitCosts(false)),
      lotsOf(scene),
    )
    .map(([fields, price, shippedAt, lots]): MakeDeed => {
      // Shipped by the supplier by way of exception, at a cost of its own.
      const own = shippedAt === null ? lots(fields.quantity) : { direct: { unitCost: shippedAt } }
      return always({ type: 'StockSold', ...fields, ...price, ...own })
    })
}

function customerReturns(scene: Scene): Arbitrary<MakeDeed> {
  const fields = { item: oneOf(scene.items), branch: oneOf(scene.branches), quantity: quantities(false) }
  return fc
    .tuple(fc.record(fields), prices, fc.option(back), lotsOf(scene))
    .map(([fields, price, named, lots]): MakeDeed => {
      return (past) => {
        const sales = ofTypes(livingOf(past, fields.item), ['StockSold'])
        const sale = named === null ? undefined : fromLast(sales, named)
        return {
          type: 'StockReturnedByCustomer',
          ...fields,
          ...price,
          ...(sale === undefined ? {} : { sale: sale.id }),
          ...lots(fields.quantity),
        }
      }
    })
}
