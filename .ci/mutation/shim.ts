/** What specs import from vitest, as far as they do, for tests that are run thousands of times in one process. */
import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect'
import * as chai from 'chai'

/** A test, ready to be run. */
export interface RegisteredTest {
  readonly name: string
  readonly file: string
  readonly run: () => unknown
}

type Body = (...args: readonly never[]) => unknown

chai.use(JestExtend)
chai.use(JestChaiExpect)
chai.use(JestAsymmetricMatchers)

/** The tests registered since this was last emptied. */
export const registered: RegisteredTest[] = []

let file = ''
let trail: readonly string[] = []
let befores: readonly (() => unknown)[] = []

/** What is registered from here on belongs to this file. */
export function beginFile(name: string): void {
  file = name
  trail = []
  befores = []
}

/** As vitest's. */
export function describe(name: string, body: () => void): void {
  const [outer, outerBefores] = [trail, befores]
  trail = [...trail, name]
  body()
  trail = outer
  befores = outerBefores
}

describe.each = eachOf(describe)

/** As vitest's. */
export function it(name: string, ...given: readonly unknown[]): void {
  const body = given.find((one) => typeof one === 'function')
  const before = befores
  const run = async () => {
    for (const prepare of before) await prepare()
    // Tests take nothing of what vitest would hand them.
    await (body as () => unknown)()
  }
  registered.push({ name: [...trail, name].join(' > '), file, run })
}

it.each = eachOf(it)

export const test = it

/** As vitest's. */
export function beforeEach(prepare: () => unknown): void {
  befores = [...befores, prepare]
}

export const vi = { setConfig: () => undefined }

export const expect = Reflect.get(chai, 'expect')

function eachOf(register: (name: string, body: () => void) => void) {
  return (rows: readonly unknown[]) => (name: string, body: Body) => {
    // As vitest has it: a row is a list of arguments where all of them are lists.
    const areLists = rows.every(Array.isArray)
    for (const [index, row] of rows.entries()) {
      const args = areLists && Array.isArray(row) ? row : [row]
      register(`${name} #${index + 1}`, () => body(...(args as never[])))
    }
  }
}
