import type { Kinds, Shortcut, Typed } from '@tidemark/projection'
import type { Engine } from '../engine.ts'
import type { OpenRow } from '../facts/open-row.ts'
import type { RunWriter } from '../journal/write.ts'
import { readWhole } from '../pack/bytes.ts'
import { type ReadShort, shortReaderOf } from '../pack/read-short.ts'
import { outlineOf, type Shape, typeOf } from '../pack/shape.ts'
import type { Workspace } from './workspace.ts'

/** How facts of one shape are folded without a recipe. */
export interface ShortWay<K extends Kinds, Common> {
  readonly read: ReadShort
  readonly fold: Shortcut<K, Common>['fold']
}

/** By number of the shape: `null` where there is no shortcut for it, `undefined` until one is looked for. */
export type ShortWays<K extends Kinds, Common> = (ShortWay<K, Common> | null | undefined)[]

/** Folds a packed fact with what all units share; false where that is left to its recipe. */
export type FoldShort<Common> = (row: OpenRow, common: Common) => boolean

/** Folds facts of the unit a workspace is turned to by shortcuts, and writes what they did where somebody tells. */
export function foldingShort<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { projection, slices, shortWays }: Engine<Source, Fact, Common, K, Effect>,
  workspace: Workspace<K>,
  writerOf: () => RunWriter | undefined,
): FoldShort<Common> | undefined {
  const { shortcuts } = projection
  if (shortcuts === undefined) return undefined
  const { shapes, texts } = slices.codec
  return ({ reader, frame }, common) => {
    const id = readWhole(reader)
    let way = shortWays[id]
    if (way === undefined) {
      way = wayOf(shapes.list[id], shortcuts)
      shortWays[id] = way
    }
    if (way === null) return false
    // It was read as what the shortcut says it reads.
    const fact = way.read(reader, texts, frame) as Parameters<typeof way.fold>[1]
    if (way.fold(workspace.numbers, fact, common)) return workspace.takeNumbers(writerOf(), frame.occurredAt)
    workspace.undoNumbers()
    return false
  }
}

function wayOf<K extends Kinds, Common>(
  shape: Shape | undefined,
  shortcuts: { readonly [type: string]: Shortcut<K, Common> | undefined },
): ShortWay<K, Common> | null {
  const type = shape && typeOf(outlineOf(shape))
  if (shape === undefined || typeof type !== 'string' || !Object.hasOwn(shortcuts, type)) return null
  const shortcut = shortcuts[type]
  const read = shortcut && shortReaderOf(shape, shortcut.reads, shortcut.ignores)
  return shortcut === undefined || read === undefined ? null : { read, fold: shortcut.fold }
}
