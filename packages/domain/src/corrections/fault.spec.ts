import { expect, it } from 'vitest'
import { parseEvent } from '../events/parse.ts'
import { faultOfCorrection } from './fault.ts'

const at = { occurredAt: '2027-03-01T09:00Z', item: 'tea' }
const moved = { ...at, branch: 'A', quantity: '5' }
const lots = [{ lot: 'L', quantity: '4' }]
const receipt = parseEvent({ ...moved, id: 'R', type: 'StockReceived', unitCost: '4', lots })
const sale = parseEvent({ ...moved, id: 'S', type: 'StockSold', netAmount: '9' })
const lost = parseEvent({ ...moved, id: 'A', type: 'StockAdjusted', reason: 'lost', quantity: '-5', lots })
const counted = parseEvent({ ...moved, id: 'N', type: 'StockCounted', lots })

const amending = (changes: object) =>
  parseEvent({ ...at, id: 'C', type: 'MovementAmended', movement: 'M', changes })
const charge = parseEvent({ ...at, id: 'C', type: 'ReceiptCostAdjusted', receipt: 'M', amount: '1' })
const voiding = parseEvent({ ...at, id: 'C', type: 'MovementVoided', movement: 'M', reason: 'typo' })

it.each([
  ['a charge on a receipt', charge, receipt, null],
  ['a charge on a sale', charge, sale, 'S is a StockSold, not a StockReceived'],
  ['a void of anything', voiding, sale, null],
  ['a field the event has', amending({ netAmount: '8' }), sale, null],
  ['a field the event has not', amending({ unitCost: '8' }), sale, 'unitCost of StockSold S'],
  ['a quantity', amending({ quantity: '6' }), sale, null],
  ['a quantity of nothing', amending({ quantity: '0' }), receipt, null],
  ['a quantity on the other side', amending({ quantity: '-6' }), sale, 'quantity below zero of StockSold S'],
  ['an adjustment on the other side', amending({ quantity: '6' }), lost, null],
  ['a quantity that its lots fit in', amending({ quantity: '4' }), receipt, null],
  [
    'a quantity that its lots do not fit in',
    amending({ quantity: '3.999999' }),
    receipt,
    'quantity below that of its lots of StockReceived R',
  ],
  [
    'a loss that its lots do not fit in',
    amending({ quantity: '-1' }),
    lost,
    'quantity below that of its lots of StockAdjusted A',
  ],
  ['a count entry, whatever its lots', amending({ quantity: '1' }), counted, null],
])('%s', (_, correction, named, fault) => {
  expect(faultOfCorrection(correction, named)).toBe(fault)
})
