import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { scratchPath } from '../sqlite/scratch.spec.support.ts'
import { type SqliteCache, sqliteCache } from './sqlite-cache.ts'

let file = ''

beforeEach(() => {
  file = scratchPath('inventory.cache')
})

function open(): SqliteCache {
  const cache = sqliteCache({ path: file })
  onTestFinished(() => cache.close())
  return cache
}

function put(
  cache: SqliteCache,
  blobs: { readonly [name: string]: Uint8Array },
  remove: string[] = [],
): void {
  cache.write({ put: new Map(Object.entries(blobs)), remove })
}

/** Bytes that differ from place to place. */
function bytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 255)
}

const code = (code: string) => expect.objectContaining({ name: 'LogError', code })

test('blobs are there again when the file is opened again, and removed ones are not', () => {
  const cache = open()
  put(cache, { one: bytes(3), large: bytes(300_000), none: new Uint8Array(0) })
  put(cache, { one: bytes(5) }, ['none'])
  cache.close()
  const again = open()
  expect(again.names().toSorted()).toEqual(['large', 'one'])
  expect(again.read('one')).toEqual(bytes(5))
  expect(again.read('large')).toEqual(bytes(300_000))
  expect(again.read('none')).toBeUndefined()
})

test('a batch that fails leaves everything as it was', () => {
  const cache = open()
  put(cache, { one: bytes(3) })
  // What is no blob at all is refused by the file.
  const broken = new Map<string, Uint8Array>([['two', bytes(2)]])
  broken.set('three', Symbol('no blob') as unknown as Uint8Array)
  expect(() => cache.write({ put: broken, remove: ['one'] })).toThrow()
  expect(cache.names()).toEqual(['one'])
})

test('a file of somebody else is refused and stays as it is', () => {
  const strangers = ['no database at all', 'x'.repeat(5000)]
  for (const text of strangers) {
    writeFileSync(file, text)
    expect(open).toThrow(code('CACHE_NOT_OURS'))
    expect(readFileSync(file, 'utf8')).toBe(text)
  }
  rmSync(file)
  const db = new DatabaseSync(file)
  db.exec('CREATE TABLE precious (value TEXT)')
  db.close()
  const before = readFileSync(file)
  expect(open).toThrow(code('CACHE_NOT_OURS'))
  expect(readFileSync(file)).toEqual(before)
  rmSync(file)
  mkdirSync(file)
  expect(open).toThrow(code('CACHE_NOT_OURS'))
})

test('a cache that another process has just made, and still has open or was killed with, is one', () => {
  const first = open()
  expect(open().names()).toEqual([])
  put(first, { one: bytes(3) })
  expect(open().read('one')).toEqual(bytes(3))
})

test('a cache of another format is emptied', () => {
  const cache = open()
  put(cache, { one: bytes(3) })
  cache.close()
  const db = new DatabaseSync(file)
  db.exec('PRAGMA user_version = 99')
  db.close()
  expect(open().names()).toEqual([])
})

test('a cache cut off at any length is emptied or gives back whole blobs only', () => {
  const cache = open()
  put(cache, { a: bytes(200_000), b: bytes(200_000) })
  cache.close()
  const whole = readFileSync(file)
  for (let length = 512; length < whole.length; length += 39_317) {
    writeFileSync(file, whole)
    truncateSync(file, length)
    const damaged = open()
    for (const name of ['a', 'b'])
      expect([undefined, bytes(200_000)]).toContainEqual(readOrNothing(damaged, name))
    put(damaged, { c: bytes(10) })
    expect(damaged.read('c')).toEqual(bytes(10))
    damaged.close()
  }
})

/** A first read may find the damage and throw; the cache is empty from then on. */
function readOrNothing(cache: SqliteCache, name: string): Uint8Array | undefined {
  try {
    return cache.read(name)
  } catch {
    return undefined
  }
}

test('an empty file becomes a cache, and a directory that is not there is named', () => {
  writeFileSync(file, '')
  put(open(), { one: bytes(1) })
  expect(existsSync(file)).toBe(true)
  expect(() => sqliteCache({ path: path.join(path.dirname(file), 'nowhere', 'x.cache') })).toThrow(
    code('CACHE_UNAVAILABLE'),
  )
})
