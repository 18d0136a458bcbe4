import type { PackedTable } from './packed-table.ts'

/**
 * What each record of one kind held after each of its changes within a slice: unit by unit, in the order of folding. Journals
 * tell the same by what changed, in fewer bytes; here any version can be read without those before it.
 */
export interface KindVersions {
  /** By version: the row of its record. */
  readonly rows: Uint32Array<ArrayBuffer>
  /** By version: its instant, from that which journals of the slice count from. */
  readonly times: Times
  /** By version: when another of the same record takes its place; beyond all instants for the last of each. */
  readonly untils: Times
  /** The versions, a row each; one that is not there is of a record that was removed. */
  readonly table: PackedTable
}

export type Times = Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>

/** The versions of all records within a slice, by kind. */
export type Versions = readonly KindVersions[]
