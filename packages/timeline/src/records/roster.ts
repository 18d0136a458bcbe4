import type { Dictionary, Kind, UnitRows } from './dictionary.ts'
import { KeptRows } from './kept-rows.ts'

/** Records side by side: nobody may change the lists. */
export interface ListedRows {
  readonly rows: Uint32Array
  /** The place of their units in `units`. */
  readonly units: Uint32Array
  readonly keys: readonly string[]
}

/** All records of one kind that some units ever had, as of when so many rows were given out. */
export interface Roster extends ListedRows {
  readonly of: readonly UnitRows[]
  readonly given: number
}

/** All records of one kind that units ever had, in the order of the units; made anew when there are others. */
export function rosterOf({ rosters }: Dictionary, kind: Kind, units: readonly UnitRows[]): ListedRows {
  const known = rosters[kind.index]
  if (known !== undefined && known.given === kind.rows && isSame(known.of, units)) return known
  const rows = new Uint32Array(kind.rows)
  const places = new Uint32Array(kind.rows)
  const keys = new Array<string>(kind.rows)
  let count = 0
  const list = (row: number, unit: number, key: string) => {
    rows[count] = row
    places[count] = unit
    keys[count++] = key
  }
  for (let unit = 0; unit < units.length; unit++) {
    const ofUnit = units[unit]
    if (ofUnit instanceof KeptRows && ofUnit.kept !== undefined) {
      const { kept, to } = ofUnit
      for (let at = ofUnit.from; at < to; at++) {
        if (kept.kinds[at] !== kind.index) continue
        list(kept.rows[at] ?? 0, unit, kept.keys[kept.keyIds[at] ?? -1] ?? '')
      }
      continue
    }
    const records = ofUnit?.kinds[kind.index]
    if (records === undefined) continue
    for (let at = 0; at < records.keys.length; at++) list(records.rows[at] ?? 0, unit, records.keys[at] ?? '')
  }
  keys.length = count
  const roster = {
    of: units,
    given: kind.rows,
    rows: rows.subarray(0, count),
    units: places.subarray(0, count),
    keys,
  }
  rosters[kind.index] = roster
  return roster
}

function isSame(known: readonly UnitRows[], units: readonly UnitRows[]): boolean {
  return known === units || (known.length === units.length && known.every((rows, at) => rows === units[at]))
}
