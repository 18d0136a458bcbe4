import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rowsOf, scratch } from '../../run.spec.support.ts'

test('a key is made, listed and revoked', async () => {
  const here = scratch()
  const keys = ['--keys', here.path('keys.json')]
  const made = await here.tidemark([
    'key',
    'create',
    ...keys,
    '--name',
    'vera',
    '--permissions',
    'inventory.read',
  ])
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^tidemark_[\w-]{43}\n$/) })
  expect(readFileSync(here.path('keys.json'), 'utf8')).not.toContain(made.stdout.trim())
  expect((await here.tidemark(['key', 'revoke', 'vera', ...keys])).code).toBe(0)
  const { stdout } = await here.tidemark(['key', 'list', ...keys, '--format', 'jsonl'])
  expect(rowsOf(stdout)).toEqual([
    {
      name: 'vera',
      permissions: ['inventory.read'],
      createdAt: '2027-04-01T00:00:00.000Z',
      revokedAt: '2027-04-01T00:00:00.000Z',
    },
  ])
})

test('a permission there is none of is a usage error, and makes no file', async () => {
  const here = scratch()
  const args = ['--keys', here.path('keys.json'), '--name', 'vera', '--permissions', 'all']
  const { code, stderr } = await here.tidemark(['key', 'create', ...args])
  expect([code, stderr]).toEqual([2, expect.stringContaining('inventory.snapshot.create')])
  expect((await here.tidemark(['key', 'list', '--keys', here.path('keys.json')])).stderr).toMatch(
    /^tidemark: KEYS_UNREADABLE: /,
  )
})

test('a file of keys that cannot be written is no file of keys that is missing', async () => {
  const here = scratch()
  const keys = ['--keys', here.path('no/keys.json')]
  const making = ['key', 'create', ...keys, '--name', 'vera', '--permissions', 'inventory.read']
  expect(await here.tidemark(making)).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^tidemark: KEYS_UNWRITABLE: .*check its directory/),
  })
})
