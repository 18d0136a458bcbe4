import { fill } from './dom.ts'

/**
 * Shows rows in a table and keeps the elements of those that say what they said before: where a list is read anew, a focus,
 * a press or a choice in one of its rows is not lost. Elements depend on the row and on the zone alone; no two rows are equal.
 */
export function keptRows<Row>(
  body: HTMLElement,
  elementOf: (row: Row, zone: string) => HTMLElement,
): (rows: readonly Row[], zone: string) => void {
  let kept = new Map<string, HTMLElement>()
  return (rows, zone) => {
    const shown = new Map<string, HTMLElement>()
    for (const row of rows) {
      const said = JSON.stringify([zone, row])
      shown.set(said, kept.get(said) ?? elementOf(row, zone))
    }
    kept = shown
    fill(body, ...shown.values())
  }
}
