const numbers = new Intl.NumberFormat(undefined, { maximumFractionDigits: 6 })
const amounts = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 6 })
const ratios = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 })
const signed = new Intl.NumberFormat(undefined, { maximumFractionDigits: 6, signDisplay: 'exceptZero' })
const percents = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1, signDisplay: 'exceptZero' })

/** What stands where there is nothing. */
export const NOTHING = '–'

/** A decimal as the viewer writes it, exact: it never becomes a float. */
function written(format: Intl.NumberFormat, decimal: string | null | undefined): string {
  // A decimal string is what the API calls a decimal.
  return decimal === null || decimal === undefined
    ? NOTHING
    : format.format(decimal as Intl.StringNumericLiteral)
}

export const quantity = (decimal: string | null | undefined) => written(numbers, decimal)
export const money = (decimal: string | null | undefined) => written(amounts, decimal)
/** What was worked out, and is exact in files: two decimals of it say enough. */
export const ratio = (decimal: string | null | undefined) => written(ratios, decimal)
export const change = (decimal: string | null | undefined) => written(signed, decimal)
/** What was worked out, with its sign, and is exact in files: one decimal of it says enough. */
export const percent = (decimal: string | null | undefined) => ofHundred(written(percents, decimal))
/** A percentage somebody set. */
export const percentSet = (decimal: string | null | undefined) => ofHundred(written(numbers, decimal))

function ofHundred(number: string): string {
  return number === NOTHING ? NOTHING : `${number} %`
}

/** A whole number. */
export function count(value: number): string {
  return numbers.format(value)
}

/** An instant as the viewer writes it, in a time zone. */
export function instantIn(zone: string, instant: string | null): string {
  return instant === null ? NOTHING : dates(zone).format(new Date(instant))
}

const datesByZone = new Map<string, Intl.DateTimeFormat>()

/** Making one takes longer than using it a hundred times. */
function dates(timeZone: string): Intl.DateTimeFormat {
  const made =
    datesByZone.get(timeZone) ??
    new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone })
  datesByZone.set(timeZone, made)
  return made
}
