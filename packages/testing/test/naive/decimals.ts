/** A decimal string as millionths. */
export function millionths(decimal: unknown): bigint {
  const text = String(decimal)
  const minus = text.startsWith('-')
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  const size = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0'))
  return minus ? -size : size
}

/** The same, of what may not be given. */
export function millionthsOr<Otherwise>(decimal: unknown, otherwise: Otherwise): bigint | Otherwise {
  return decimal === undefined || decimal === null ? otherwise : millionths(decimal)
}

/** One number by another, to a whole one, half away from zero. */
export function divided(number: bigint, by: bigint): bigint {
  const minus = number < 0n !== by < 0n
  const size = number < 0n ? -number : number
  const of = by < 0n ? -by : by
  const rounded = (2n * size + of) / (2n * of)
  return minus ? -rounded : rounded
}

/** Quantity x unit cost. */
export function times(quantity: bigint, unitCost: bigint): bigint {
  return divided(quantity * unitCost, 1_000_000n)
}

export function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
