import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Admission } from './admission.ts'

const storedSession = z.strictObject({
  /** SHA-256 of what the browser brings; that itself is nowhere. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Who was let in, as the doorkeeper knows them again. */
  admission: z.string(),
  until: z.number(),
})

const storedSessions = z.strictObject({ format: z.literal(1), sessions: z.array(storedSession) })

export type StoredSession = z.infer<typeof storedSession>

/** Where sessions are kept that outlive the process. */
export interface SessionFile {
  /** None when the file is missing or damaged: who was signed in signs in again. */
  read(): Promise<readonly StoredSession[]>
  /** What cannot be written, on a full disk say, ends with the process. */
  write(sessions: readonly StoredSession[]): Promise<void>
  /** Someone who was let in before the process began. */
  readmit(admission: string): Admission
}

/** Sessions in a file that only its owner reads, as a whole or not at all. */
export function sessionFile(path: string, readmit: SessionFile['readmit']): SessionFile {
  let writing: Promise<void> = Promise.resolve()

  async function write(sessions: readonly StoredSession[]): Promise<void> {
    const beside = `${path}.${randomUUID()}.new`
    try {
      await writeFile(beside, JSON.stringify({ format: 1, sessions }), { mode: 0o600, flag: 'wx' })
      await rename(beside, path)
    } catch {
      await rm(beside, { force: true }).catch(() => undefined)
    }
  }

  return {
    readmit,
    async read() {
      try {
        return storedSessions.parse(JSON.parse(await readFile(path, 'utf8'))).sessions
      } catch {
        return []
      }
    },
    write(sessions) {
      // One after another, so that the last one written is the last one said.
      writing = writing.then(() => write(sessions))
      return writing
    },
  }
}
