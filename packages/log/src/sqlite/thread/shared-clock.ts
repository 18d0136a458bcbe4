/** Memory in which one thread shows another what its clock says: a flag, then the time. */
export type ClockFace = SharedArrayBuffer

const TIME_AT = Float64Array.BYTES_PER_ELEMENT

/** Makes a face that shows nothing yet. */
export function clockFace(): ClockFace {
  return new SharedArrayBuffer(TIME_AT + Float64Array.BYTES_PER_ELEMENT)
}

/** Asks for the time and waits until it is shown: also in the middle of work that nothing else may come between. */
export function timeOn(face: ClockFace, ask: () => void): number {
  const { shown, time } = partsOf(face)
  Atomics.store(shown, 0, 0)
  ask()
  Atomics.wait(shown, 0, 0)
  return time[0] ?? Number.NaN
}

/** Shows the time to the thread that waits for it. */
export function showTime(face: ClockFace, now: number): void {
  const { shown, time } = partsOf(face)
  time[0] = now
  Atomics.store(shown, 0, 1)
  Atomics.notify(shown, 0)
}

function partsOf(face: ClockFace) {
  return { shown: new Int32Array(face, 0, 1), time: new Float64Array(face, TIME_AT, 1) }
}
