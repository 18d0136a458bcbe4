import { TidemarkError } from './errors.ts'

/**
 * A number a host has given, unless it is below the least one that makes sense, or none at all.
 *
 * @throws TidemarkError `INVALID_ARGUMENT`.
 */
export function atLeast(least: number, name: string, value: number): number {
  if (value >= least) return value
  throw new TidemarkError('INVALID_ARGUMENT', `${name} ${value} (a number of ${least} or more)`)
}
