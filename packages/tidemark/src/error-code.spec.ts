import { DomainError } from '@tidemark/domain'
import { LogError } from '@tidemark/log'
import { ProjectionError } from '@tidemark/projection'
import { TimelineError } from '@tidemark/timeline'
import { expect, test } from 'vitest'
import { errorCode } from './error-code.ts'
import { TidemarkError } from './errors.ts'

test('errors of every part have their code', () => {
  expect(errorCode(new TidemarkError('PERIOD_CLOSED', 'march'))).toBe('PERIOD_CLOSED')
  expect(errorCode(new DomainError('UNKNOWN_TYPE', 'Stolen'))).toBe('UNKNOWN_TYPE')
  expect(errorCode(new LogError('LOG_BUSY', 'inventory.db'))).toBe('LOG_BUSY')
  expect(errorCode(new ProjectionError('TOO_PRECISE', '1.2345678'))).toBe('TOO_PRECISE')
  expect(errorCode(new TimelineError('CACHE_DAMAGED', 'inventory.db.cache'))).toBe('CACHE_DAMAGED')
})

test('an error of another copy of a package has its code', () => {
  class LogError extends Error {
    override readonly name = 'LogError'
    readonly code = 'LOG_FULL'
  }
  expect(errorCode(new LogError())).toBe('LOG_FULL')
})

test('what others throw has none', () => {
  const named = (name: string, code: unknown) => Object.assign(new Error('no'), { name, code })
  const others = [
    named('Error', 'ENOENT'),
    named('Error', 'LOG_BUSY'),
    named('LogError', 'PERIOD_CLOSED'),
    named('LogError', 'toString'),
    named('toString', 'LOG_BUSY'),
    named('LogError', 5),
    new Error('no'),
    { name: 'LogError', code: 'LOG_BUSY' },
    'LOG_BUSY',
    null,
    undefined,
  ]
  expect(others.map(errorCode)).toEqual(others.map(() => undefined))
})
