import fc from 'fast-check'
import { always, type DeedKind, type MakeDeed, type Scene } from './deed.ts'
import { lotsOf } from './lots.ts'
import { back, expiryDates, oneOf, purchaseOrders } from './names.ts'
import { amounts, quantities, unitCosts } from './numbers.ts'
import { fromLast, livingOf, ofTypes } from './past.ts'

/** Purchase orders, goods in, goods back to the supplier. */
export function receivingDeeds(scene: Scene): readonly DeedKind[] {
  return [
    { type: 'StockReceived', weight: 9, deeds: receipts(scene) },
    { type: 'StockReturnedToSupplier', weight: 2, deeds: supplierReturns(scene) },
    { type: 'PurchaseOrderSaved', weight: 2, deeds: orders(scene) },
  ]
}

function receipts(scene: Scene) {
  const { items, branches, huge } = scene
  const charge = amounts.map((amount) => ({ code: 'freight', amount }))
  return fc
    .tuple(
      fc.record(
        {
          item: oneOf(items),
          branch: oneOf(branches),
          quantity: quantities(huge),
          charges: fc.array(charge, { minLength: 1, maxLength: 2 }),
          purchaseOrder: oneOf(purchaseOrders),
          purchaseOrderLine: oneOf(['1', '2']),
          supplier: fc.constant('V1'),
        },
        { requiredKeys: ['item', 'branch', 'quantity'] },
      ),
      fc.tuple(fc.constantFrom('unitCost', 'unitCost', 'totalCost'), unitCosts(huge)),
      lotsOf(scene),
    )
    .map(([fields, [price, cost], lots]) =>
      always({ type: 'StockReceived', ...fields, [price]: cost, ...lots(fields.quantity) }),
    )
}

function supplierReturns(scene: Scene) {
  const fields = {
    item: oneOf(scene.items),
    branch: oneOf(scene.branches),
    quantity: quantities(false),
  }
  return fc
    .tuple(fc.record(fields), fc.option(back), lotsOf(scene))
    .map(([fields, named, lots]): MakeDeed => {
      return (past) => {
        const receipts = ofTypes(livingOf(past, fields.item), ['StockReceived'])
        const receipt = named === null ? undefined : fromLast(receipts, named)
        return {
          type: 'StockReturnedToSupplier',
          ...fields,
          ...(receipt === undefined ? {} : { receipt: receipt.id }),
          ...lots(fields.quantity),
        }
      }
    })
}

function orders({ items, branches }: Scene) {
  return fc
    .record(
      {
        item: oneOf(items),
        branch: oneOf(branches),
        purchaseOrder: oneOf(purchaseOrders),
        line: oneOf(['1', '2']),
        quantity: fc.integer({ min: 0, max: 40 }).map(String),
        unitCost: unitCosts(false),
        supplier: fc.constant('V1'),
        status: fc.constantFrom('ordered', 'draft', 'closed', 'cancelled'),
        dueOn: oneOf(expiryDates),
      },
      { requiredKeys: ['item', 'branch', 'purchaseOrder', 'quantity', 'status'] },
    )
    .map((fields) => always({ type: 'PurchaseOrderSaved', ...fields }))
}
