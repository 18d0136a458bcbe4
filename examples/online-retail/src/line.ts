/** One line of an invoice as the source wrote it, its fields checked but not yet interpreted. */
export type RetailLine = {
  /** Number of the record in the file; the header is 1. */
  readonly row: number
  readonly invoice: string
  /** The stock code as typed: codes that differ only by case stay different. */
  readonly code: string
  /** Trimmed; empty when the source is blank. */
  readonly description: string
  /** A whole number, signed as in the source. */
  readonly quantity: number
  /** Wall clock of the shop, `YYYY-MM-DD HH:MM:SS`. */
  readonly localTime: string
  /** Pounds a unit, as decimal text: it never becomes a float. */
  readonly unitPrice: string
  /** Empty when the source names none. */
  readonly customer: string
  readonly country: string
}

/** The column names of the source, in order. */
export const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const

/**
 * Checks the fields of one record and names them. Throws when a field cannot be what its column says.
 *
 * @example
 * parseLine(['536365', '85123A', 'HOLDER', '6', '2010-12-01 08:26:00', '2.55', '17850.0', 'EIRE'], 2).customer // '17850'
 */
export function parseLine(fields: readonly string[], row: number): RetailLine {
  if (fields.length !== COLUMNS.length) {
    throw new Error(
      `line ${row}: ${fields.length} fields, expected ${COLUMNS.length} (${COLUMNS.join(', ')})`,
    )
  }
  const [
    invoice = '',
    code = '',
    description = '',
    quantity = '',
    localTime = '',
    unitPrice = '',
    customer = '',
  ] = fields
  check(/^[^\s/]+$/, invoice, row, 'InvoiceNo', 'a number without spaces or slashes')
  check(/\S/, code, row, 'StockCode', 'a code')
  check(/^-?\d{1,12}$/, quantity, row, 'Quantity', 'a whole number')
  check(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, localTime, row, 'InvoiceDate', 'YYYY-MM-DD HH:MM:SS')
  check(/^-?\d{1,12}(\.\d{1,6})?$/, unitPrice, row, 'UnitPrice', 'a decimal of at most six places')
  return {
    row,
    invoice,
    code: code.trim(),
    description: description.trim(),
    quantity: Number(quantity),
    localTime,
    unitPrice,
    // The source went through a float column once: 17850 is written 17850.0.
    customer: customer.trim().replace(/\.0$/, ''),
    country: (fields[7] ?? '').trim(),
  }
}

function check(shape: RegExp, text: string, row: number, column: string, wanted: string): void {
  if (!shape.test(text))
    throw new Error(`line ${row}: ${column} is ${JSON.stringify(text)}, expected ${wanted}`)
}
