import type { OracleStep } from './oracle-case.ts'

/** Where an item has been in some steps. */
export function locationsOf(item: string, steps: readonly OracleStep[]): readonly string[] {
  const places = steps
    .filter((step) => step.item === item)
    .flatMap(({ location, from, to, lines = [] }) => [
      location,
      from,
      to,
      ...lines.map((line) => line.location),
    ])
  const named = places.filter((place) => place !== undefined)
  return [...new Set(named)].filter((place) => place !== '*')
}
