import { memoryLog } from '@tidemark/log'
import { describe, test } from 'vitest'
import { logConformance, type OpenLog } from './index.ts'

const open: OpenLog = async () => {
  const log = memoryLog()
  return { log, dispose: () => log.close() }
}

describe('the log in memory', () => {
  for (const { name, run } of logConformance) test(name, () => run(open))
})
