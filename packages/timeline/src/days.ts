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
 * Where a month ends a slice may be this much smaller than its size, elsewhere this much larger: month ends are asked for
 * most, and whatever the time zone they fall into the last day of the month in UTC or the hours after it.
 */
const LEAST = 1 / 8
const MOST = 3 / 2

function cuts(days: readonly (readonly [number, number])[], size: number): number[] {
  const found: number[] = []
  let gathered = 0
  for (const [day, count] of days) {
    if (gathered >= size * (isLastOfMonth(day) ? LEAST : MOST)) {
      found.push(day * DAY)
      gathered = 0
    }
    gathered += count
  }
  return found
}

/** Whether a day, counted from the epoch, is the last of a month. */
export function isLastOfMonth(day: number): boolean {
  return daysToMonthEnd(day) === 0
}

/** How many days of its month come after a day, counted from the epoch. */
export function daysToMonthEnd(day: number): number {
  const date = new Date(day * DAY)
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate() - date.getUTCDate()
}
