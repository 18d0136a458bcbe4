import { LogError } from './errors.ts'

/** Refuses numbers of options that are below the least one that makes sense, or none at all. Throws `INVALID_ARGUMENT`. */
export function checkAtLeast(least: number, options: Readonly<Record<string, number | undefined>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value >= least) continue
    throw new LogError('INVALID_ARGUMENT', `${name} must be a number of ${least} or more, not ${value}`)
  }
}
