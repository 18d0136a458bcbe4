import type { Movement } from './movement.ts'

/** Follows stock per item through movements, for tests: an accountant that has not read the converter. */
export class OnHand {
  readonly units = new Map<string, number>()
  /** The lowest figure any item ever had. */
  lowest = 0

  follow(movement: Movement): void {
    if (!('quantity' in movement)) return
    const sign = movement.type === 'StockSold' ? -1 : 1
    const units = (this.units.get(movement.item) ?? 0) + sign * Number(movement.quantity)
    this.units.set(movement.item, units)
    this.lowest = Math.min(this.lowest, units)
  }
}
