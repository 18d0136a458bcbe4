import type { Typed } from '@tidemark/projection'
import type { Incoming } from '../facts/incoming.ts'
import { type ByteReader, type ByteWriter, byteReader } from '../pack/bytes.ts'
import { type Codec, createCodec, readFact } from '../pack/codec.ts'
import type { RowFrame } from '../pack/frame.ts'
import { addShape, typeOf } from '../pack/shape.ts'
import { createTexts, textId } from '../pack/texts.ts'
import { type Foreign, learn, nothingForeign, transcodeFact } from '../pack/transcode.ts'
import type { PackedSources } from './packed-sources.ts'

/** The rows of one packer, one after the other: made into objects only where that is asked for. */
export class IncomingRows<Source extends Typed> implements Incoming<Source> {
  readonly isPackable = true
  readonly #codec: Codec
  readonly #foreign: Foreign = nothingForeign()
  /** The packer's own, to read objects with. */
  readonly #packers: Codec = createCodec(createTexts())
  readonly #frame: RowFrame = { unit: '', occurredAt: 0, position: 0, anchor: 0 }
  #packed: PackedSources<Source> | undefined
  #reader: ByteReader = byteReader(new Uint8Array(0))
  #start = 0

  constructor(codec: Codec) {
    this.#codec = codec
  }

  /** Turns to the next sources that were packed. */
  open(packed: PackedSources<Source>): void {
    learn(this.#foreign, this.#codec, packed.newTexts, packed.newShapes)
    for (const text of packed.newTexts) textId(this.#packers.texts, text)
    for (const outline of packed.newShapes) addShape(this.#packers.shapes, typeOf(outline), outline)
    this.#packed = packed
    this.#reader = byteReader(packed.bodies)
  }

  /** Turns to a row of them, which is of a unit. */
  turnTo(row: number, unit: string): void {
    const frame = this.#frame
    frame.unit = unit
    frame.occurredAt = this.#packed?.times[row] ?? Number.NaN
    frame.position = this.#packed?.positions[row] ?? Number.NaN
    frame.anchor = frame.occurredAt
    this.#start = row === 0 ? 0 : (this.#packed?.ends[row - 1] ?? 0)
  }

  get occurredAt(): number {
    return this.#frame.occurredAt
  }

  get position(): number {
    return this.#frame.position
  }

  get source(): Source {
    this.#reader.at = this.#start
    // What was packed as a Source is read back as one.
    return readFact(this.#reader, this.#packers, this.#frame) as Source
  }

  writeBody(writer: ByteWriter, _codec: Codec, frame: RowFrame): void {
    this.#reader.at = this.#start
    transcodeFact(this.#reader, this.#foreign, writer, this.#frame, frame)
  }
}
