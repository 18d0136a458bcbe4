import type { FieldKind } from '@tidemark/projection'
import type { Place } from './table.ts'

/** A set of fields of one kind of record that changed together, and where they stand. */
export interface ChangeShape {
  /** Its number in entries. */
  readonly id: number
  /** By number of the field, ascending. */
  readonly fields: readonly number[]
  /** The kind of each, as one of the numbers below, and its column among those of its kind. */
  readonly ways: Uint8Array<ArrayBuffer>
  readonly slots: Uint16Array<ArrayBuffer>
}

export const MICROS = 0
export const INSTANT = 1
export const FLAG = 2
export const TEXT = 3
export const JSON_VALUE = 4

const ways: { readonly [kind in FieldKind]: number } = {
  micros: MICROS,
  instant: INSTANT,
  flag: FLAG,
  text: TEXT,
  json: JSON_VALUE,
}

/** All shapes of change met so far of one kind of record. Only ever grows. */
export interface ChangeShapes {
  readonly places: readonly Place[]
  readonly list: ChangeShape[]
  readonly root: Branch
}

/** Shapes that begin with the same fields. */
interface Branch {
  shape: ChangeShape | undefined
  readonly next: (Branch | undefined)[]
}

export function createChangeShapes(places: readonly Place[]): ChangeShapes {
  return { places, list: [], root: newBranch() }
}

function newBranch(): Branch {
  return { shape: undefined, next: [] }
}

/** The shape of so many fields from the front of a list, taken up at first use. */
export function changeShapeOf(shapes: ChangeShapes, fields: readonly number[], count: number): ChangeShape {
  let branch = shapes.root
  for (let i = 0; i < count; i++) {
    const field = fields[i] ?? 0
    let next = branch.next[field]
    if (next === undefined) {
      next = newBranch()
      branch.next[field] = next
    }
    branch = next
  }
  branch.shape ??= addShape(shapes, fields.slice(0, count))
  return branch.shape
}

function addShape(shapes: ChangeShapes, fields: readonly number[]): ChangeShape {
  const places = fields.map((field) => shapes.places[field])
  const shape: ChangeShape = {
    id: shapes.list.length,
    fields,
    ways: Uint8Array.from(places, (place) => ways[place?.kind ?? 'micros']),
    slots: Uint16Array.from(places, (place) => place?.slot ?? 0),
  }
  shapes.list.push(shape)
  return shape
}
