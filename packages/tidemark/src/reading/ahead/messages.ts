import type { KnownEvent } from '@tidemark/domain'
import type { PackedSources } from '@tidemark/timeline'
import type { SieveOptions, Sifted } from '../sieve.ts'

/** What a thread is to read. */
export interface ReadingOrder extends SieveOptions {
  /** The file of the log. */
  readonly path: string
  /** After this position, through that. */
  readonly after: number
  readonly through: number
  /** How many events it may be ahead of what was taken. */
  readonly ahead: number
}

/** A piece of the log, decoded. */
export interface ReadPart {
  readonly sifted: Sifted
  readonly stock: PackedSources<KnownEvent>
}

/** What the thread says: the parts in the order of the log, then that it is done. It is told how many events were taken. */
export type Word = { readonly part: ReadPart } | 'done'
