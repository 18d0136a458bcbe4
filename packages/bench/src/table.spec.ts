import { expect, it } from 'vitest'
import { tableOf } from './table.ts'

it('a table sets amounts below each other and says what was skipped and why', () => {
  const table = tableOf([
    { name: 'view', value: 12.5, unit: 'ms', peer: 'a query', peerValue: 1250, ratio: 100 },
    { name: 'memory', value: 60, unit: 'bytes/movement' },
    { name: 'import', skipped: 'no file' },
  ])
  expect(table.split('\n')).toEqual([
    'figure           Tidemark      peer  ratio  the peer',
    'view              12.5 ms  1,250 ms  100 x  a query',
    'memory  60 bytes/movement',
    'import            skipped                   no file',
  ])
})
