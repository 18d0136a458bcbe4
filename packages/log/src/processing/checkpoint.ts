import path from 'node:path'
import { LogError } from '../errors.ts'
import type { Position } from '../event-log.ts'
import { position } from '../event-log.ts'
import { nodeFs } from '../node-modules.ts'

/** Where a processor keeps how far it has got. Losing it repeats work, it never leaves any out. */
export interface Checkpoint {
  /** The position everything up to which has been processed; undefined at the very first start. */
  load(): Promise<Position | undefined>
  save(position: Position): Promise<void>
}

/**
 * A checkpoint in a small file, replaced as a whole: a crash leaves the old position or the new one.
 *
 * @throws LogError `CHECKPOINT_UNREADABLE` when loading something that is not a position, `CHECKPOINT_UNAVAILABLE` when the file
 * cannot be read, or not be written: its directory is not made.
 * @example
 * await processEvents(log, { checkpoint: fileCheckpoint('labels.position'), handle: printLabel })
 */
export function fileCheckpoint(file: string): Checkpoint {
  return {
    async load() {
      const text = await textOf(file)
      if (text === undefined) return undefined
      if (!/^\d{1,16}\n$/.test(text)) throw new LogError('CHECKPOINT_UNREADABLE', file, { file })
      return position(Number(text))
    },
    async save(reached) {
      try {
        await replace(file, `${reached}\n`)
      } catch (error) {
        throw unavailable(file, error)
      }
    },
  }
}

async function replace(file: string, text: string): Promise<void> {
  const next = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`)
  const handle = await nodeFs().promises.open(next, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await nodeFs().promises.rename(next, file)
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await nodeFs().promises.readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw unavailable(file, error)
  }
}

function unavailable(file: string, cause: unknown): LogError {
  return new LogError('CHECKPOINT_UNAVAILABLE', file, { file }, cause)
}
