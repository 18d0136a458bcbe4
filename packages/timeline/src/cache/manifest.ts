import type { Kinds, Projection, Typed } from '@tidemark/projection'
import { byteReader, byteWriter, readUtf8, writeBytes, writeUtf8, written } from '../pack/bytes.ts'
import { isPlainData, readValue, writeValue } from '../pack/value.ts'
import { checksum } from './checksum.ts'
import { readJson, writeJson } from './columns.ts'

/** The version of what is written; a cache of another one is made again. */
const FORMAT = 5

/** The name of the blob that says what the others are. */
export const MANIFEST = 'manifest'

/** A slice as the manifest has it. */
export interface ManifestSlice {
  readonly start: number
  readonly rows: number
  readonly lastPosition: number
  readonly lastOccurred: number
  readonly facts: string
  readonly journal: string
  readonly versions: string | null
  readonly keyframe: string | null
}

/** All there is to know of a kept timeline before its blobs are read. */
export interface Manifest {
  readonly made: string
  readonly head: number
  readonly slices: readonly ManifestSlice[]
  readonly dictionary: string
  readonly common: string
  /** What the caller keeps beside. */
  readonly companion: unknown
  readonly companionBlobs: readonly (readonly [name: string, blob: string])[]
  /** The checksum of each blob. */
  readonly checksums: readonly (readonly [blob: string, checksum: string])[]
}

/** What a kept timeline must have been made by: anything else is another timeline. */
export function makerOf<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>({
  name,
  version,
  records,
}: Projection<Source, Fact, Common, K, Effect>): string {
  const kinds = Object.entries(records).map(([kind, fields]) => [
    kind,
    Object.entries(fields).map(([field, { kind: of, initial }]) => [field, of, plainText(initial)]),
  ])
  // Numbers are kept as they lie in memory, so the order of their bytes is part of it.
  const bytes = new Uint8Array(Uint32Array.of(1).buffer).join('')
  return JSON.stringify([FORMAT, name, version, kinds, bytes])
}

function plainText(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}n` : part)) ?? ''
}

export function encodeManifest({ companion, slices, ...manifest }: Manifest): Uint8Array<ArrayBuffer> {
  const body = byteWriter()
  writeJson(body, { ...manifest, slices: slices.map(withTexts) })
  writeValue(body, companion)
  const bytes = written(body)
  const writer = byteWriter()
  writeUtf8(writer, checksum(bytes))
  writeBytes(writer, bytes)
  return written(writer)
}

/** JSON has no infinity: the first slice starts before everything, and in an empty one nothing was last. */
function withTexts({ start, lastOccurred, ...slice }: ManifestSlice) {
  return { ...slice, start: String(start), lastOccurred: String(lastOccurred) }
}

/** The manifest of a blob; `undefined` when it is damaged. */
export function decodeManifest(blob: Uint8Array): Manifest | undefined {
  const reader = byteReader(blob.slice())
  const stated = readUtf8(reader)
  if (checksum(reader.bytes.slice(reader.at)) !== stated) return undefined
  // What was written above: the checksum says so.
  const { slices, ...manifest } = readJson(reader) as Omit<Manifest, 'companion' | 'slices'> & {
    readonly slices: readonly ReturnType<typeof withTexts>[]
  }
  return {
    ...manifest,
    companion: readValue(reader),
    slices: slices.map((slice) => ({
      ...slice,
      start: Number(slice.start),
      lastOccurred: Number(slice.lastOccurred),
    })),
  }
}

/** Whether the caller's own data can be kept. */
export function isKeepable(companion: unknown): boolean {
  return isPlainData(companion)
}
