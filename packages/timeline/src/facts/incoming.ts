import type { Placed, Typed } from '@tidemark/projection'
import type { ByteWriter } from '../pack/bytes.ts'
import { type Codec, writeFact } from '../pack/codec.ts'
import type { RowFrame } from '../pack/frame.ts'
import { isRowPackable } from './packed.ts'

/** A source on its way into a slice. */
export interface Incoming<Source> extends Placed {
  /** The source itself. */
  readonly source: Source
  readonly isPackable: boolean
  /** Writes it as the body of a row; for those that are packable. */
  writeBody(writer: ByteWriter, codec: Codec, frame: RowFrame): void
}

/** One that is an object already. */
export class IncomingObject<Source extends Typed> implements Incoming<Source> {
  readonly source: Source

  constructor(source: Source) {
    this.source = source
  }

  get occurredAt(): number {
    return this.source.occurredAt
  }

  get position(): number {
    return this.source.position
  }

  get isPackable(): boolean {
    return isRowPackable(this.source)
  }

  writeBody(writer: ByteWriter, codec: Codec, frame: RowFrame): void {
    writeFact(writer, codec, this.source, frame)
  }
}
