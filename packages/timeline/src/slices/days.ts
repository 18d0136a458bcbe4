export const DAY = 86_400_000

/** How many sources occurred on each UTC day. */
export type Days = Map<number, number>

export function countDay(days: Days, instant: number): void {
  const day = Math.floor(instant / DAY)
  days.set(day, (days.get(day) ?? 0) + 1)
}

/** The slice starts to add, at starts of days, where a slice holds more than `tooMany` times `size` facts. */
export function missingStarts(
  days: Days,
  starts: readonly number[],
  size: number,
  tooMany: number,
): number[] {
  const sorted = [...days].sort(([a], [b]) => a - b)
  return starts.flatMap((start, index) => {
    const end = starts[index + 1] ?? Infinity
    const within = sorted.filter(([day]) => day * DAY >= start && day * DAY < end)
    return within.reduce((sum, [, count]) => sum + count, 0) > tooMany * size ? cuts(within, size) : []
  })
}

/**
 * Where a month begins a slice may be so much smaller than its size: month ends are asked for most. In zones east of UTC they
 * fall into its last day there: where so much happens on it, a slice begins with it, too.
 */
export const MONTH_END_SHARE = 1 / 32
/** Elsewhere it may be so much larger. */
const MOST = 3 / 2

function cuts(days: readonly (readonly [number, number])[], size: number): number[] {
  const found: number[] = []
  let gathered = 0
  let before = Infinity
  for (const [day, count] of days) {
    const month = monthOf(day)
    const isNewMonth = month > before
    const isMonthEnd = isNewMonth || (daysToMonth(day) === 1 && count >= size * MONTH_END_SHARE)
    if (gathered >= size * (isMonthEnd ? MONTH_END_SHARE : MOST)) {
      found.push((isNewMonth ? month : day) * DAY)
      gathered = 0
    }
    gathered += count
    before = day
  }
  return found
}

/** The first day of the month of a day; days are counted from the epoch. */
export function monthOf(day: number): number {
  return day + 1 - new Date(day * DAY).getUTCDate()
}

/** How many days there are from a day to the next month. */
export function daysToMonth(day: number): number {
  const date = new Date(day * DAY)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) / DAY - day
}
