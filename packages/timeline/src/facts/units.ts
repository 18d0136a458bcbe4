import { compareCodePoints, type Typed } from '@tidemark/projection'
import type { Unit } from './unit.ts'

/** The units of a timeline, which never go away. */
export class Units<Source extends Typed, Fact extends Typed> {
  readonly #list: Unit<Source, Fact>[] = []
  /** Made when somebody first asks for a unit by its key: views of all of them never do. */
  #byKey: Map<string, Unit<Source, Fact>> | undefined
  #sorted: readonly Unit<Source, Fact>[] | undefined

  /** By number. */
  get list(): readonly Unit<Source, Fact>[] {
    return this.#list
  }

  get(key: string): Unit<Source, Fact> | undefined {
    this.#byKey ??= new Map(this.#list.map((unit) => [unit.key, unit]))
    return this.#byKey.get(key)
  }

  /** Adds a unit whose number is the next. */
  add(unit: Unit<Source, Fact>): void {
    this.#list.push(unit)
    this.#byKey?.set(unit.key, unit)
    this.#sorted = undefined
  }

  /** By code point; the same list until another unit comes. */
  sorted(): readonly Unit<Source, Fact>[] {
    this.#sorted ??= [...this.#list].sort((a, b) => compareCodePoints(a.key, b.key))
    return this.#sorted
  }

  /** Says in which order they are sorted, where that is known: their numbers by code point. */
  sortedAs(numbers: Iterable<number>): void {
    this.#sorted = Array.from(numbers, (number) => this.#list[number]).filter((unit) => unit !== undefined)
  }
}
