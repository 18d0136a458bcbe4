import { type KnownEvent, parseEvent } from '@tidemark/domain'
import { memoryLog } from '@tidemark/log'
import { expect, it } from 'vitest'
import { Reader } from '../reading/reader.ts'
import { lateSteps } from './late-entries.ts'

/** Events of one item, an id each, in the order of recording. */
function readerOf(...events: readonly object[]): Reader {
  const reader = new Reader({ log: memoryLog(), workspace: 'main', futureTolerance: 0 })
  const known = events.map(
    (event, index): KnownEvent => ({
      ...parseEvent({ item: 'tea', reason: 'typo', ...event }),
      position: index + 1,
      recordedAt: 0,
    }),
  )
  reader.timeline.add(known)
  return reader
}

const [january, february] = ['2027-01-10T00:00Z', '2027-02-10T00:00Z']
const endOfJanuary = Date.parse('2027-01-31T00:00Z')

const received = (id: string, occurredAt: string | undefined) => ({
  id,
  type: 'StockReceived',
  occurredAt,
  branch: 'north',
  quantity: '1',
  unitCost: '2',
})
const charge = (id: string, receipt: string) => ({
  id,
  type: 'ReceiptCostAdjusted',
  occurredAt: february,
  reason: undefined,
  receipt,
  amount: '1',
})
const voiding = (id: string, movement: string) => ({
  id,
  type: 'MovementVoided',
  occurredAt: february,
  movement,
})
const moving = (id: string, movement: string, occurredAt: string | undefined) => ({
  id,
  type: 'MovementAmended',
  occurredAt: february,
  movement,
  changes: { occurredAt },
})

it.each<[string, readonly object[], readonly string[]]>([
  [
    'no correction of what happened later',
    [charge('C', 'F'), voiding('V', 'C'), received('G', february)],
    [],
  ],
  ['corrections of what happened by then, and of those', [charge('C', 'J'), voiding('V', 'C')], ['V', 'C']],
  [
    'what is moved to then, with what corrected it before',
    [charge('C', 'F'), moving('A', 'F', january)],
    ['A', 'C'],
  ],
  ['corrections of a move to then', [moving('A', 'F', january), voiding('V', 'A')], ['A', 'V']],
  ['what happened by then', [received('K', january)], ['K']],
])('the steps to what is known of a month are %s', (_, late, steps) => {
  const reader = readerOf(received('J', january), received('F', february), ...late)
  const knowing = (knownThrough: number) => ({ knownThrough, supposed: [] })
  const all = lateSteps('tea', endOfJanuary, knowing(2), knowing(reader.timeline.head), reader)
  expect([...all].map(({ source }) => source.id).sort()).toEqual([...steps].sort())
})
