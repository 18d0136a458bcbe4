import { expect, test } from 'vitest'
import { sheetNames } from './sheet-names.ts'

function namesOf(...titles: readonly string[]): readonly string[] {
  return titles.map(sheetNames())
}

test('no two sheets have the same name, in whatever capitals', () => {
  expect(namesOf('Levels', 'levels', 'LEVELS')).toEqual(['Levels', 'levels (2)', 'LEVELS (3)'])
})

test('what Excel forbids in a name becomes a blank', () => {
  expect(namesOf("'a[b]:c*d?e/f\\g\u0001h'", '', '//')).toEqual(['a b  c d e f g h', 'Sheet', 'Sheet (2)'])
})

test('a long name is cut to 31 characters, with room for its number, never within one', () => {
  const title = `${'x'.repeat(30)}\u{1f375}`
  expect(namesOf(title, title)).toEqual(['x'.repeat(30), `${'x'.repeat(27)} (2)`])
})
