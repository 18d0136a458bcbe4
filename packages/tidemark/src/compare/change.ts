import { divideRounded, formatMicros, type Micros, magnitude, ONE } from '@tidemark/projection'

/** From one amount to another. */
export interface Change {
  /** Signed: above zero when it became more. */
  readonly by: string
  /** Of the size of the first amount, to six decimals; `null` when that is zero. */
  readonly percent: string | null
}

/** One quantity or value at several moments, and how it changed. */
export interface Figures {
  /** One for each moment; zero where the row is not there. */
  readonly amounts: readonly string[]
  /** From each moment to the next: one fewer than there are moments. */
  readonly changes: readonly Change[]
  /** From the first moment to the last. */
  readonly overall: Change
}

/** What an amount changed by. From below zero, a percentage above zero still means more. */
export function changeBetween(from: Micros, to: Micros): Change {
  const by = to - from
  const size = magnitude(from)
  return {
    by: formatMicros(by),
    percent: size === 0n ? null : formatMicros(divideRounded(by * 100n * ONE, size)),
  }
}

/** An amount at several moments, in their order. */
export function figuresOf(amounts: readonly Micros[]): Figures {
  const [first = 0n, ...later] = amounts
  return {
    amounts: amounts.map(formatMicros),
    changes: later.map((amount, index) => changeBetween(amounts[index] ?? 0n, amount)),
    overall: changeBetween(first, amounts.at(-1) ?? 0n),
  }
}
