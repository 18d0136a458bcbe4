/** Raised when a simulation goes wrong; the message is the whole report. */
export class SimulationFailed extends Error {
  override readonly name = 'SimulationFailed'
  readonly code = 'SIMULATION_FAILED'
  readonly seed: number
  /** The step at which it went wrong; as many as there are when that was at the end. */
  readonly step: number

  constructor(seed: number, steps: number, step: number, trace: readonly string[], cause: unknown) {
    const why = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
    const shown = trace.slice(-LAST).map((line) => `  ${line}`)
    const again = `npm run -s simulate -- --seed ${seed} --steps ${steps}`
    super([`simulation ${seed} went wrong at step ${step}: ${why}`, `again: ${again}`, ...shown].join('\n'), {
      cause,
    })
    this.seed = seed
    this.step = step
    this.stack = `${this.name}: seed ${seed}, step ${step}`
  }
}

/** Lines of the trace that a report shows. */
const LAST = 25
