import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { memoryLog } from './memory-log.ts'
import { sqliteLog } from './sqlite/sqlite-log.ts'

const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' })

test.each([-1, Number.NaN])('logs refuse options of %d', async (number) => {
  expect(() => memoryLog({ maxEventBytes: number })).toThrow(refused)
  const file = path.join(tmpdir(), 'tidemark-that-is-never-made.db')
  for (const name of ['maxEventBytes', 'pollMs', 'timeoutMs', 'threadFrom'])
    await expect(sqliteLog({ path: file, [name]: number })).rejects.toThrow(refused)
})
