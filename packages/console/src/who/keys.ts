import { existsSync } from 'node:fs'
import type { Permission } from 'tidemark'
import { ConsoleError } from '../errors.ts'
import type { Admission, Doorkeeper } from './admission.ts'
import { readKeys, type StoredKey, writeKeys } from './key-file.ts'
import { hasHash, hashOf, newSecret } from './secret.ts'
import { sessionFile } from './session-file.ts'

/** A key as it is listed: without its hash. */
export type Key = Omit<StoredKey, 'hash'>

/**
 * The keys of a console, in a file that holds their hashes only.
 *
 * @example
 * const { key } = await keysIn('keys.json').create({ name: 'auditor', permissions: ['inventory.read'] })
 */
export interface Keys extends Doorkeeper {
  /**
   * Makes a key, and the file if there is none. The key itself is told this once.
   *
   * @throws ConsoleError `INVALID_KEY_NAME`, `KEY_EXISTS`, `KEYS_UNREADABLE`.
   */
  create(wanted: { readonly name: string; readonly permissions: readonly Permission[] }): Promise<{
    readonly key: string
  }>
  /** All that were made, revoked ones too. Throws `KEYS_UNREADABLE`. */
  list(): Promise<readonly Key[]>
  /** Shows its bearer out, also where they are signed in. Throws `UNKNOWN_KEY`, `KEYS_UNREADABLE`. */
  revoke(name: string): Promise<void>
}

/** The keys in a file; it is read anew each time, so that what another process changes holds at once. */
export function keysIn(path: string, now: () => number = Date.now): Keys {
  const inUse = (name: string) => (key: StoredKey) => key.name === name && key.revokedAt === null
  const bearerOf = (wanted: string): Admission => ({
    id: wanted,
    async current() {
      const key = (await readKeys(path)).find(({ hash }) => hash === wanted)
      return key === undefined || key.revokedAt !== null
        ? null
        : { id: key.name, permissions: key.permissions }
    },
  })
  return {
    sessions: sessionFile(`${path}.sessions`, bearerOf),
    async create({ name, permissions }) {
      assertKeyName(name)
      const keys = existsSync(path) ? await readKeys(path) : []
      if (keys.some(inUse(name))) throw new ConsoleError('KEY_EXISTS', JSON.stringify(name))
      const key = `tidemark_${newSecret()}`
      const createdAt = new Date(now()).toISOString()
      await writeKeys(path, [...keys, { name, permissions, hash: hashOf(key), createdAt, revokedAt: null }])
      return { key }
    },
    async list() {
      return (await readKeys(path)).map(({ hash: _, ...key }) => key)
    },
    async revoke(name) {
      const keys = await readKeys(path)
      if (!keys.some(inUse(name))) throw new ConsoleError('UNKNOWN_KEY', JSON.stringify(name))
      const revokedAt = new Date(now()).toISOString()
      await writeKeys(
        path,
        keys.map((key) => (inUse(name)(key) ? { ...key, revokedAt } : key)),
      )
    },
    async admit(secret) {
      // All are compared, so that the time tells nothing about which it nearly was.
      const [found] = (await readKeys(path)).filter(({ hash }) => hasHash(secret, hash))
      return found === undefined || found.revokedAt !== null ? null : bearerOf(found.hash)
    },
  }
}

/** Its bearer is the actor of what they record: the name is what an event can carry. */
function assertKeyName(name: string): void {
  const isTrimmed = name === name.trim() && name.length >= 1
  if (!isTrimmed || name.length > 256 || !name.isWellFormed()) {
    throw new ConsoleError('INVALID_KEY_NAME', JSON.stringify(name))
  }
}
