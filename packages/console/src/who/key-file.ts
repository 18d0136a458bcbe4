import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { type Permission, permissions } from 'tidemark'
import { z } from 'zod'
import { ConsoleError } from '../errors.ts'

const storedKey = z.strictObject({
  name: z.string().min(1).max(256),
  permissions: z.array(z.enum(permissions)),
  /** SHA-256 of the secret; the secret itself is nowhere. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
})

const storedKeys = z.strictObject({ format: z.literal(1), keys: z.array(storedKey) })

/** A key as the file has it. */
export interface StoredKey {
  readonly name: string
  readonly permissions: readonly Permission[]
  readonly hash: string
  readonly createdAt: string
  readonly revokedAt: string | null
}

/**
 * The keys in a file.
 *
 * @throws ConsoleError `KEYS_UNREADABLE` when it is missing or damaged.
 */
export async function readKeys(path: string): Promise<readonly StoredKey[]> {
  try {
    return storedKeys.parse(JSON.parse(await readFile(path, 'utf8'))).keys
  } catch (error) {
    throw new ConsoleError('KEYS_UNREADABLE', path, {}, error)
  }
}

/** Writes keys to a file that only its owner reads, as a whole or not at all. Throws `KEYS_UNWRITABLE`. */
export async function writeKeys(path: string, keys: readonly StoredKey[]): Promise<void> {
  const beside = `${path}.${randomUUID()}.new`
  try {
    await writeFile(beside, JSON.stringify({ format: 1, keys }, null, 2) + '\n', { mode: 0o600, flag: 'wx' })
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw new ConsoleError('KEYS_UNWRITABLE', path, {}, error)
  }
}
