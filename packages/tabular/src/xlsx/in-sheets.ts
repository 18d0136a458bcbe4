/** Rows taken a sheet at a time. */
export interface InSheets<Row> {
  /** The rows of the next sheet, to be gone through before another one is asked for. */
  sheet(): Generator<Row, void, undefined>
  isEnded(): boolean
  /** How many rows were taken so far. */
  count(): number
}

/** Divides rows into sheets of so many, in one pass. */
export function inSheets<Row>(rows: Iterable<Row>, perSheet: number): InSheets<Row> {
  const iterator = rows[Symbol.iterator]()
  let next = iterator.next()
  let count = 0
  return {
    *sheet() {
      for (let taken = 0; taken < perSheet && next.done !== true; taken++) {
        count++
        yield next.value
        next = iterator.next()
      }
    },
    isEnded: () => next.done === true,
    count: () => count,
  }
}
