/** A field of a form: what it is called on the page, and in the event. */
export interface Field {
  /** Its name in the event; a dot leads into an object. */
  readonly name: string
  readonly title: string
  readonly kind: 'text' | 'item' | 'branch' | 'number' | 'date' | 'instant' | 'fixed' | readonly string[]
  readonly required?: boolean
}

/** What is asked for a type of movement. */
export interface Form {
  readonly type: string
  readonly title: string
  readonly fields: readonly Field[]
}

const item: Field = { name: 'item', title: 'Item', kind: 'item', required: true }
const branch: Field = { name: 'branch', title: 'Branch', kind: 'branch', required: true }
const quantity: Field = { name: 'quantity', title: 'Quantity', kind: 'number', required: true }
const unitCost: Field = { name: 'unitCost', title: 'Unit cost', kind: 'number' }
const netAmount: Field = {
  name: 'netAmount',
  title: 'Net amount (of the line, without tax)',
  kind: 'number',
  required: true,
}
const supplier: Field = { name: 'supplier', title: 'Supplier', kind: 'text' }
const channel: Field = { name: 'channel', title: 'Channel', kind: 'text' }
const reservation: Field = { name: 'reservation', title: 'Reservation', kind: 'text' }
const count: Field = { name: 'count', title: 'Count', kind: 'text' }
const purchaseOrder: Field = { name: 'purchaseOrder', title: 'Purchase order', kind: 'text' }
const lot: Field = { name: 'lot', title: 'Lot', kind: 'text' }
const newLot: readonly Field[] = [lot, { name: 'expiresOn', title: 'Lot expires on', kind: 'date' }]
const movement: Field = { name: 'movement', title: 'Movement', kind: 'fixed', required: true }
const fixedItem: Field = { ...item, kind: 'fixed' }

function needed(field: Field): Field {
  return { ...field, required: true }
}

/** The movements that can be recorded on the page, in the order they are offered. */
export const movementForms: readonly Form[] = [
  {
    type: 'StockReceived',
    title: 'Receipt',
    fields: [
      item,
      branch,
      quantity,
      needed(unitCost),
      { name: 'freight', title: 'Freight and other charges', kind: 'number' },
      supplier,
      purchaseOrder,
      { name: 'purchaseOrderLine', title: 'Line of the order', kind: 'text' },
      ...newLot,
    ],
  },
  {
    type: 'StockSold',
    title: 'Sale',
    fields: [
      item,
      branch,
      quantity,
      netAmount,
      channel,
      { name: 'customer', title: 'Customer', kind: 'text' },
      reservation,
      lot,
    ],
  },
  {
    type: 'StockReturnedByCustomer',
    title: 'Customer return',
    fields: [item, branch, quantity, netAmount, { name: 'sale', title: 'Id of the sale', kind: 'text' }, lot],
  },
  {
    type: 'StockReturnedToSupplier',
    title: 'Supplier return',
    fields: [item, branch, quantity, { name: 'receipt', title: 'Id of the receipt', kind: 'text' }, lot],
  },
  {
    type: 'StockTransferred',
    title: 'Transfer',
    fields: [
      item,
      { ...branch, name: 'from', title: 'From branch' },
      { ...branch, name: 'to', title: 'To branch' },
      quantity,
      lot,
    ],
  },
  {
    type: 'StockAdjusted',
    title: 'Adjustment',
    fields: [
      item,
      branch,
      { ...quantity, title: 'Quantity (below zero: less)' },
      { name: 'reason', title: 'Reason', kind: 'text', required: true },
      unitCost,
      ...newLot,
    ],
  },
  { type: 'StockCounted', title: 'Count entry', fields: [item, branch, quantity, count] },
  { type: 'CountPosted', title: 'Post count', fields: [item, branch, count, unitCost] },
  { type: 'CountsInitialised', title: 'Initialise counts', fields: [item, branch] },
  {
    type: 'PurchaseOrderSaved',
    title: 'Purchase order',
    fields: [
      item,
      branch,
      needed(purchaseOrder),
      { name: 'line', title: 'Line of the order', kind: 'text' },
      { ...quantity, title: 'Quantity ordered' },
      unitCost,
      supplier,
      { name: 'status', title: 'Status', kind: ['ordered', 'draft', 'closed', 'cancelled'], required: true },
      { name: 'dueOn', title: 'Due on', kind: 'date' },
    ],
  },
  {
    type: 'StockReserved',
    title: 'Reservation',
    fields: [item, branch, needed(reservation), quantity, channel],
  },
  {
    type: 'ReservationReleased',
    title: 'Release of a reservation',
    fields: [item, branch, needed(reservation), quantity, channel],
  },
  {
    type: 'ChannelStockAllocated',
    title: 'Channel allocation',
    fields: [item, branch, needed(channel), { ...quantity, title: 'Quantity set aside' }],
  },
  {
    type: 'CostRevalued',
    title: 'Revaluation',
    fields: [item, branch, { ...needed(unitCost), title: 'New average cost' }],
  },
  { type: 'LotHeld', title: 'Hold a lot', fields: [item, branch, needed(lot)] },
  { type: 'LotReleased', title: 'Release a lot', fields: [item, branch, needed(lot)] },
]

/** A form that is opened at a movement, with the word on its button. */
export interface Correction extends Form {
  readonly word: string
}

/** What is asked for a correction of a movement. */
export const correctionForms = {
  void: {
    type: 'MovementVoided',
    word: 'Void',
    title: 'Void a movement',
    fields: [fixedItem, movement, { name: 'reason', title: 'Reason', kind: 'text', required: true }],
  },
  amend: {
    type: 'MovementAmended',
    word: 'Amend',
    title: 'Amend a movement',
    fields: [
      fixedItem,
      movement,
      { name: 'changes.quantity', title: 'Quantity', kind: 'number' },
      { name: 'changes.unitCost', title: 'Unit cost', kind: 'number' },
      { name: 'changes.netAmount', title: 'Net amount', kind: 'number' },
      { name: 'changes.branch', title: 'Branch', kind: 'branch' },
      { name: 'changes.occurredAt', title: 'Occurred', kind: 'instant' },
      { name: 'reason', title: 'Reason', kind: 'text' },
    ],
  },
  charge: {
    type: 'ReceiptCostAdjusted',
    word: 'Charge',
    title: 'Late charge of a receipt',
    fields: [
      fixedItem,
      { ...movement, name: 'receipt', title: 'Receipt' },
      { name: 'amount', title: 'Amount (added to its landed cost)', kind: 'number', required: true },
      { name: 'code', title: 'What for, such as freight', kind: 'text' },
    ],
  },
} as const satisfies Record<string, Correction>

/** The fields every movement has. */
export const commonFields: readonly Field[] = [
  { name: 'document', title: 'Document', kind: 'text' },
  { name: 'note', title: 'Note', kind: 'text' },
]

/** The types of movements a list can be filtered by, each as it is called on the page. */
export const movedTypes: readonly (readonly [string, string])[] = [
  ...movementForms
    .filter(({ type }) =>
      /^Stock(Received|Sold|Returned|Transferred|Adjusted)|^CountPosted|^CostRevalued/.test(type),
    )
    .map(({ type, title }) => [type, title] as const),
  ['ReceiptCostAdjusted', 'Late charge'],
]

/** A type of movement as the page calls it; its own name where it has none. */
export function titleOfType(type: string): string {
  const forms: readonly Form[] = [...movementForms, ...Object.values(correctionForms)]
  return forms.find((form) => form.type === type)?.title ?? type
}
