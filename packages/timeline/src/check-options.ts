import type { TimelineOptions } from './engine.ts'
import { TimelineError } from './errors.ts'

/** Refuses options that would cut nothing sensible. Throws TimelineError `SLICE_TOO_SMALL`, `INVALID_ARGUMENT`. */
export function checkOptions(options: TimelineOptions): void {
  const { sliceFacts = 1, keyframeFacts = 1, readsBeforeVersions = 0, looseFacts = 0, memory } = options
  if (!(sliceFacts >= 1)) throw new TimelineError('SLICE_TOO_SMALL', `sliceFacts ${sliceFacts}`)
  if (!(keyframeFacts >= 1)) throw invalid('keyframeFacts', keyframeFacts, 1)
  if (!(readsBeforeVersions >= 0)) throw invalid('readsBeforeVersions', readsBeforeVersions, 0)
  if (!(looseFacts >= 0)) throw invalid('looseFacts', looseFacts, 0)
  if (memory !== undefined && !(memory.bytes >= 0)) throw invalid('memory.bytes', memory.bytes, 0)
}

function invalid(name: string, value: number, least: number): TimelineError {
  return new TimelineError('INVALID_ARGUMENT', `${name} ${value} (a number of ${least} or more)`)
}
