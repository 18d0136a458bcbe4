import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { keysIn } from '@tidemark/console'
import { expect, onTestFinished, test } from 'vitest'
import { NOW } from './asking.ts'

function keyFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return path.join(folder, 'keys.json')
}

const auditor = { name: 'auditor', permissions: ['inventory.read'] } as const

test('a key is told once: the file, which only its owner reads, has its hash alone', async () => {
  const file = keyFile()
  const { key } = await keysIn(file, () => NOW).create(auditor)
  expect(key).toMatch(/^tidemark_[\w-]{43}$/)
  expect(readFileSync(file, 'utf8')).not.toContain(key.slice(9))
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await keysIn(file).list()).toEqual([
    { ...auditor, createdAt: '2027-04-01T00:00:00.000Z', revokedAt: null },
  ])
})

test('its bearer is let in with what they may do, until it is revoked', async () => {
  const keys = keysIn(keyFile())
  const { key } = await keys.create(auditor)
  const admission = await keys.admit(key)
  expect(await admission?.current()).toEqual({ id: 'auditor', permissions: ['inventory.read'] })
  await keys.revoke('auditor')
  expect(await admission?.current()).toBeNull()
  expect(await keys.admit(key)).toBeNull()
})

test('a name is used once at a time', async () => {
  const keys = keysIn(keyFile())
  const first = await keys.create(auditor)
  await expect(keys.create(auditor)).rejects.toMatchObject({ code: 'KEY_EXISTS' })
  await keys.revoke('auditor')
  const second = await keys.create(auditor)
  expect(await keys.admit(first.key)).toBeNull()
  expect(await keys.admit(second.key)).not.toBeNull()
  await expect(keys.revoke('nobody')).rejects.toMatchObject({ code: 'UNKNOWN_KEY' })
})

test.each(['', ' ', ' padded', 'x'.repeat(257), '\ud800'])(
  'a name nothing could be recorded under is refused, and shuts nobody out: %j',
  async (name) => {
    const file = keyFile()
    await expect(keysIn(file).create({ ...auditor, name })).rejects.toMatchObject({
      code: 'INVALID_KEY_NAME',
    })
    expect(existsSync(file)).toBe(false)
    const { key } = await keysIn(file).create({ ...auditor, name: 'x'.repeat(256) })
    const before = readFileSync(file, 'utf8')
    await expect(keysIn(file).create({ ...auditor, name })).rejects.toMatchObject({
      code: 'INVALID_KEY_NAME',
    })
    expect(readFileSync(file, 'utf8')).toBe(before)
    expect(await keysIn(file).admit(key)).not.toBeNull()
  },
)

test('nothing else is let in', async () => {
  const keys = keysIn(keyFile())
  const { key } = await keys.create(auditor)
  for (const wrong of ['', 'tidemark_', key.slice(0, -1), `${key}A`, key.toUpperCase()]) {
    expect(await keys.admit(wrong), wrong).toBeNull()
  }
})

test('a damaged file lets nobody in, and says so', async () => {
  const file = keyFile()
  for (const text of ['', '[]', '{"format":2,"keys":[]}', '{"format":1,"keys":[{"name":"x"}]}']) {
    writeFileSync(file, text)
    await expect(keysIn(file).admit('any'), text).rejects.toMatchObject({ code: 'KEYS_UNREADABLE' })
  }
})
