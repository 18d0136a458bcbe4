import { endOfMonth, formatInstant, type Inventory, type Snapshot } from 'tidemark'

/** The zone whose months the trader closes. */
export const ZONE = 'Europe/London'

/** December 2010 to December 2011. */
export const months: readonly string[] = Array.from({ length: 13 }, (_, index) => {
  const month = 11 + index
  return `${2010 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
})

/** Freezes the end of a month under the name a controller gives it: `Month-End March 2011`. */
export function takeMonthEnd(inventory: Inventory, month: string): Promise<Snapshot> {
  const name = new Date(`${month}-01T00:00Z`).toLocaleString('en', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return inventory.snapshots.create({
    id: month,
    name: `Month-End ${name}`,
    asOf: formatInstant(endOfMonth(ZONE, month)),
  })
}
