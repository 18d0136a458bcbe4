import { Decimal } from 'tidemark'

/** Wide enough that a quotient is never rounded twice: amounts have 18 digits, expectations a few decimals. */
const Wide = Decimal.clone({ precision: 80 })

/** A number for exact arithmetic on figures. */
export function wide(value: string | Decimal): Decimal {
  return new Wide(value)
}

/** How many decimals a number is given with: that is the precision it is compared at. */
export function decimalsOf(expected: string): number {
  return expected.split('.')[1]?.length ?? 0
}

/** The figure at so many decimals, half away from zero. */
export function rounded(figure: Decimal, decimals: number): Decimal {
  return figure.toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP)
}

/** Whether a figure is the expected one at the decimals given. */
export function isAsExpected(figure: Decimal, expected: string): boolean {
  return rounded(figure, decimalsOf(expected)).equals(expected)
}
