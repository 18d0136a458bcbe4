import { micros } from '@tidemark/projection'
import { expect, test } from 'vitest'
import { createDictionary, rowsOfSupposed } from '../records/dictionary.ts'
import { createState } from '../records/state.ts'
import { workspaceOver } from './workspace.ts'

const kinds = { lot: { left: micros, cost: micros.optional } }

function aWorkspace() {
  const dictionary = createDictionary(kinds)
  const workspace = workspaceOver<typeof kinds>(dictionary, createState(dictionary))
  const open = (unit: string) => {
    workspace.store()
    workspace.open(rowsOfSupposed(dictionary, unit))
  }
  open('tea')
  return { lots: workspace.records.lot, open, dictionary }
}

test('a record removed and made again starts from its initial values', () => {
  const { lots } = aWorkspace()
  Object.assign(lots.at('a'), { left: 5n, cost: 2n })
  lots.remove('a')
  expect(lots.find('a')).toBeUndefined()
  expect(lots.at('a')).toMatchObject({ left: 0n, cost: null })
})

test('a removed record that a recipe still holds keeps its values and touches nobody else', () => {
  const { lots } = aWorkspace()
  const old = lots.at('a')
  old.left = 5n
  lots.remove('a')
  expect(old.left).toBe(5n)
  const fresh = lots.at('a')
  old.left = 6n
  expect([old.left, fresh.left, lots.at('a') === fresh]).toEqual([6n, 0n, true])
})

test('a record is the same object however often it is asked for', () => {
  const { lots } = aWorkspace()
  expect(lots.at('a')).toBe(lots.find('a'))
  expect(lots.at('a')).not.toBe(lots.at('b'))
})

test('keys come by code point and follow what is made and removed', () => {
  const { lots } = aWorkspace()
  for (const key of ['\uFFFF', 'b', '\u{1F600}', '', '__proto__']) lots.at(key)
  const before = lots.keys()
  expect(before).toEqual(['', '__proto__', 'b', '\uFFFF', '\u{1F600}'])
  lots.remove('b')
  lots.remove('nobody')
  lots.at('a')
  lots.at('c')
  lots.remove('c')
  expect(lots.keys()).toEqual(['', '__proto__', 'a', '\uFFFF', '\u{1F600}'])
  expect(before).toHaveLength(5)
})

test('a list of keys does not change under a recipe that removes while it walks', () => {
  const { lots } = aWorkspace()
  for (const key of ['a', 'b', 'c']) lots.at(key)
  for (const key of lots.keys()) lots.remove(key)
  expect(lots.keys()).toEqual([])
})

test('units do not see each other, and rows are given out once a key', () => {
  const { lots, open, dictionary } = aWorkspace()
  lots.at('a').left = 1n
  open('coffee')
  expect([lots.find('a'), lots.keys()]).toEqual([undefined, []])
  lots.at('a').left = 2n
  open('tea')
  expect([lots.at('a').left, lots.keys(), dictionary.kinds[0]?.rows]).toEqual([1n, ['a'], 2])
})
