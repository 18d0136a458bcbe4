import type { StockRecords } from '@tidemark/domain'
import type { UnitState } from '@tidemark/projection'
import { eachLevel, type ItemRecords, type LevelRow, toLevelRow } from './level.ts'

/** An item as it was at an instant. */
export interface ItemView {
  readonly item: string
  readonly name: string
  readonly unit: string | null
  readonly tracksQuantity: boolean
  readonly group: string | null
  readonly section: string | null
  readonly vendor: string | null
  /** By branch, by code point. */
  readonly branches: readonly LevelRow[]
  /** The item at one branch. */
  at(branch: string): LevelRow | undefined
}

/** The item of a unit's records; its id stands for a name not given. */
export function itemView(item: string, state: UnitState<StockRecords>): ItemView {
  const definition = state.item.item
  const branches: LevelRow[] = []
  eachLevel(item, asReadable(state), (level) => branches.push(toLevelRow(level)))
  return {
    item,
    name: definition?.name ?? item,
    unit: definition?.unit ?? null,
    tracksQuantity: definition?.tracksQuantity ?? true,
    group: definition?.group ?? null,
    section: definition?.section ?? null,
    vendor: definition?.vendor ?? null,
    branches,
    at: (branch) => branches.find((row) => row.branch === branch),
  }
}

/** Plain records under the same interface as those of a full view. */
export function asReadable(state: UnitState<StockRecords>): ItemRecords {
  const readable: { [kind: string]: unknown } = {}
  for (const [kind, table] of Object.entries<Readonly<Record<string, unknown>>>(state)) {
    const keys = Object.keys(table)
    readable[kind] = {
      find: (key: string) => (Object.hasOwn(table, key) ? table[key] : undefined),
      keys: () => keys,
      each: (visit: (key: string, record: unknown) => void) => {
        for (const key of keys) visit(key, table[key])
      },
    }
  }
  // Each kind was just given the records of that kind.
  return readable as unknown as ItemRecords
}
