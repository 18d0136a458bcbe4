import { compareCodePoints, type Typed } from '@tidemark/projection'
import type { UnitRows } from '../records/dictionary.ts'
import type { Unit } from './unit.ts'

/** Units as a cache has them. */
export interface KeptUnits<Source extends Typed, Fact extends Typed> {
  /** By number. */
  readonly keys: readonly string[]
  /** Their numbers, by code point of their keys. */
  readonly sorted: readonly number[]
  readonly rowsOf: (number: number) => UnitRows
  readonly unitOf: (key: string, number: number, rows: UnitRows) => Unit<Source, Fact>
}

/** Keys and rows of units, side by side. */
export interface ListedUnits {
  /** By code point. */
  readonly units: readonly string[]
  /** The rows of each. */
  readonly rows: readonly UnitRows[]
}

/**
 * The units of a timeline, which never go away. One that was kept is made when it is first needed: for a view of all of
 * them none is.
 */
export class Units<Source extends Typed, Fact extends Typed> {
  readonly #made: (Unit<Source, Fact> | undefined)[] = []
  /** `undefined` when all of them are made. */
  #kept: KeptUnits<Source, Fact> | undefined
  /** Of those kept: a unit has the same ones ever after. */
  readonly #keptRows: UnitRows[] = []
  #numbers: Map<string, number> | undefined
  /** As a cache has told it, until another unit comes. */
  #order: readonly number[] | undefined
  #sorted: readonly Unit<Source, Fact>[] | undefined
  #listed: ListedUnits | undefined

  get count(): number {
    return this.#made.length
  }

  /** Takes in those of a cache, before there are any others. */
  keep(kept: KeptUnits<Source, Fact>): void {
    this.#kept = kept
    this.#made.length = kept.keys.length
    this.#order = kept.sorted
  }

  /** Adds a unit whose number is the next. */
  add(unit: Unit<Source, Fact>): void {
    this.#numbers?.set(unit.key, this.count)
    this.#made.push(unit)
    this.#order = undefined
    this.#sorted = undefined
    this.#listed = undefined
  }

  get(key: string): Unit<Source, Fact> | undefined {
    this.#numbers ??= new Map(Array.from(this.#made, (unit, number) => [this.#keyOf(unit, number), number]))
    const number = this.#numbers.get(key)
    return number === undefined ? undefined : this.#at(number)
  }

  /** By number; it grows as units come. */
  get list(): readonly Unit<Source, Fact>[] {
    if (this.#kept !== undefined) for (let number = 0; number < this.count; number++) this.#at(number)
    this.#kept = undefined
    // There is one in every place now.
    return this.#made as Unit<Source, Fact>[]
  }

  /** By code point; the same list until another unit comes. */
  sorted(): readonly Unit<Source, Fact>[] {
    this.#sorted ??= this.#inOrder(this.list)
    return this.#sorted
  }

  /** Keys and rows of all, the same until another unit comes. */
  listed(): ListedUnits {
    const kept = this.#kept?.keys.length === this.count ? this.#kept : undefined
    this.#listed ??= kept === undefined ? listedUnits(this.sorted()) : this.#listedAs(kept)
    return this.#listed
  }

  #inOrder(list: readonly Unit<Source, Fact>[]): readonly Unit<Source, Fact>[] {
    if (this.#order === undefined) return [...list].sort((a, b) => compareCodePoints(a.key, b.key))
    return this.#order.map((number) => list[number]).filter((unit) => unit !== undefined)
  }

  #listedAs(kept: KeptUnits<Source, Fact>): ListedUnits {
    const { keys, sorted } = kept
    return {
      units: sorted.map((number) => keys[number] ?? ''),
      rows: sorted.map((number) => this.#rowsOf(kept, number)),
    }
  }

  #at(number: number): Unit<Source, Fact> | undefined {
    const made = this.#made[number]
    if (made !== undefined || this.#kept === undefined) return made
    const unit = this.#kept.unitOf(this.#kept.keys[number] ?? '', number, this.#rowsOf(this.#kept, number))
    this.#made[number] = unit
    return unit
  }

  #keyOf(unit: Unit<Source, Fact> | undefined, number: number): string {
    return unit?.key ?? this.#kept?.keys[number] ?? ''
  }

  #rowsOf(kept: KeptUnits<Source, Fact>, number: number): UnitRows {
    const rows = this.#keptRows[number] ?? kept.rowsOf(number)
    this.#keptRows[number] = rows
    return rows
  }
}

/** Keys and rows of units that stand in the order of their keys. */
export function listedUnits(
  units: readonly { readonly key: string; readonly rows: UnitRows }[],
): ListedUnits {
  return { units: units.map(({ key }) => key), rows: units.map(({ rows }) => rows) }
}
