/** What the rows around a fact tell of it, so that it need not be written. */
export interface RowFrame {
  /** The key of its unit. */
  unit: string
  occurredAt: number
  position: number
  /** A whole number that many of the rows have fields close to, such as when they were recorded. */
  anchor: number
}
