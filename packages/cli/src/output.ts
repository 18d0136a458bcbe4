import { once } from 'node:events'
import { CliError } from './errors.ts'
import type { OutputStream } from './io.ts'

/** Where a command writes, at the speed the reader takes it. */
export interface Output {
  readonly isTerminal: boolean
  /** Writes text piece by piece. Rejects with `OUTPUT_UNWRITABLE`, but with `EPIPE` when nobody reads any more. */
  print(pieces: Iterable<string>): Promise<void>
  /** Resolves when everything written has been taken. */
  flush(): Promise<void>
}

/** Pieces are put together to so many characters: a write for each row would cost more than the row. */
const CHUNK = 65_536

/** The output on a stream. An error of the stream comes with the next write, never as an uncaught one. */
export function outputOn(stream: OutputStream): Output {
  let failure: Error | undefined
  const failed = (error: Error) => {
    failure ??= isClosedPipe(error) ? error : new CliError('OUTPUT_UNWRITABLE', error.message, error)
    return failure
  }
  stream.on('error', failed)

  const write = async (text: string) => {
    if (failure !== undefined) throw failure
    if (stream.write(text)) return
    await once(stream, 'drain').catch((error) => {
      throw failed(error)
    })
  }

  return {
    isTerminal: stream.isTTY === true,
    async print(pieces) {
      let chunk = ''
      for (const piece of pieces) {
        chunk += piece
        if (chunk.length < CHUNK) continue
        await write(chunk)
        chunk = ''
      }
      if (chunk !== '') await write(chunk)
    },
    flush: () =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) reject(failure)
        else stream.write('', (error) => (error ? reject(failed(error)) : resolve()))
      }),
  }
}

/** Whether an error says that the reader of a pipe has gone, as `head` does when it has seen enough. */
export function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}
