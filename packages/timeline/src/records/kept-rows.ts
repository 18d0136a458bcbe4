import { newUnitRows, type Rows, type UnitRows } from './dictionary.ts'

/** Whole numbers from 0 on. */
export type Wholes = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>

/** The records of units as a cache has them: one unit after the other, by kind and key. */
export interface KeptRecords {
  /** By unit: where its records end. */
  readonly ends: Wholes
  readonly slots: Wholes
  readonly kinds: Wholes
  readonly rows: Wholes
  /** Numbers of keys: they are mostly the same few (branches, say). */
  readonly keyIds: Wholes
  readonly keys: readonly string[]
}

/** The rows of a unit that was kept: drawn up when somebody asks for them, which for most of the units nobody does. */
export class KeptRows implements UnitRows {
  readonly #records: KeptRecords
  readonly #unit: number
  #drawnUp: UnitRows | undefined

  constructor(records: KeptRecords, unit: number) {
    this.#records = records
    this.#unit = unit
  }

  get kindOf(): number[] {
    return this.#drawUp().kindOf
  }

  get rowOf(): number[] {
    return this.#drawUp().rowOf
  }

  get kinds(): (Rows | undefined)[] {
    return this.#drawUp().kinds
  }

  /** All records as they were kept; `undefined` once those of the unit were drawn up, for others may have come since. */
  get kept(): KeptRecords | undefined {
    return this.#drawnUp === undefined ? this.#records : undefined
  }

  /** Where those of the unit begin among them. */
  get from(): number {
    return this.#unit === 0 ? 0 : (this.#records.ends[this.#unit - 1] ?? 0)
  }

  /** Where they end. */
  get to(): number {
    return this.#records.ends[this.#unit] ?? 0
  }

  #drawUp(): UnitRows {
    this.#drawnUp ??= drawnUp(this.#records, this.from, this.to)
    return this.#drawnUp
  }
}

function drawnUp(records: KeptRecords, from: number, to: number): UnitRows {
  const unit = newUnitRows()
  for (let at = from; at < to; at++) {
    const kind = records.kinds[at] ?? 0
    const ofKind = unit.kinds[kind] ?? { keys: [], rows: [], slots: [] }
    unit.kinds[kind] = ofKind
    const [slot = 0, row = 0] = [records.slots[at], records.rows[at]]
    ofKind.keys.push(records.keys[records.keyIds[at] ?? -1] ?? '')
    ofKind.rows.push(row)
    ofKind.slots.push(slot)
    unit.kindOf[slot] = kind
    unit.rowOf[slot] = row
  }
  return unit
}
