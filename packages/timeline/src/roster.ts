import type { ListedRows } from './columns.ts'
import type { Dictionary, Kind, UnitRows } from './dictionary.ts'

/** All records of one kind that some units ever had, as of when so many rows were given out. */
export interface Roster extends ListedRows {
  readonly of: readonly UnitRows[]
  readonly given: number
}

/** All records of one kind that units ever had, in the order of the units; made anew when there are others. */
export function rosterOf({ rosters }: Dictionary, kind: Kind, units: readonly UnitRows[]): ListedRows {
  const known = rosters[kind.index]
  if (known !== undefined && known.given === kind.rows && isSame(known.of, units)) return known
  const [rows, places, keys]: [number[], number[], string[]] = [[], [], []]
  for (const [unit, { kinds }] of units.entries()) {
    const records = kinds[kind.index]
    for (const [at, key] of records?.keys.entries() ?? []) {
      rows.push(records?.rows[at] ?? 0)
      places.push(unit)
      keys.push(key)
    }
  }
  const roster = {
    of: units,
    given: kind.rows,
    rows: Uint32Array.from(rows),
    units: Uint32Array.from(places),
    keys,
  }
  rosters[kind.index] = roster
  return roster
}

function isSame(known: readonly UnitRows[], units: readonly UnitRows[]): boolean {
  return known.length === units.length && known.every((rows, at) => rows === units[at])
}
