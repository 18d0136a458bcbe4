import { expect, it } from 'vitest'
import { summaryOf } from './summary.ts'

const frame = (functionName: string, url = '', lineNumber = -1) => ({
  functionName,
  url,
  lineNumber,
  scriptId: '0',
  columnNumber: 0,
})

const profile = {
  nodes: [
    { id: 1, callFrame: frame('(idle)') },
    { id: 2, callFrame: frame('fold', 'file:///home/me/tidemark/packages/timeline/src/fold.ts', 9) },
    { id: 3, callFrame: frame('fold', 'file:///home/me/tidemark/packages/timeline/src/fold.ts', 9) },
    { id: 4, callFrame: frame('parse', 'file:///home/me/tidemark/node_modules/zod/v4/core/parse.js', 3) },
    { id: 5, callFrame: frame('(garbage collector)') },
    { id: 6, callFrame: frame('run') },
    { id: 7, callFrame: frame('', 'node:internal/streams', 0) },
  ],
  startTime: 0,
  endTime: 11_000,
  samples: [1, 2, 3, 4, 5, 6, 7, 1],
  timeDeltas: [0, 1000, 3000, 2000, 2000, 1000, 1000, 1000],
}

it('a function that is called from two places is added up, and waiting counts for nothing', () => {
  const { ms, functions } = summaryOf(profile)
  expect(ms).toBe(10)
  expect(functions[0]).toEqual({ name: 'fold  packages/timeline/src/fold.ts:10', ms: 5, share: 50 })
  expect(functions.map(({ name }) => name)).not.toContain('(idle)')
})

it('folders of packages, dependencies, Node and the engine are told apart', () => {
  expect(summaryOf(profile).folders).toEqual([
    { name: 'packages/timeline/src', ms: 5, share: 50 },
    { name: 'zod', ms: 2, share: 20 },
    { name: '(garbage collector)', ms: 1, share: 10 },
    { name: 'native functions', ms: 1, share: 10 },
    { name: 'node', ms: 1, share: 10 },
  ])
})
