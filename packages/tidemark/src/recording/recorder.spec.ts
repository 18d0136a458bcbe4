import { type AppendResult, LogError, memoryLog } from '@tidemark/log'
import { expect, test } from 'vitest'
import { Reader } from '../reading/reader.ts'
import { draftEvent } from './draft.ts'
import { draftsOf } from './drafts.ts'
import { LogRecorder } from './recorder.ts'

/** A recorder over a log whose first append waits, to be written or refused; and the drafts of a sale. */
function recording() {
  const log = memoryLog()
  const told = Promise.withResolvers<void>()
  let isFirst = true
  const append: typeof log.append = async (batch, options): Promise<AppendResult[]> => {
    if (isFirst) {
      isFirst = false
      await told.promise
    }
    return log.append(batch, options)
  }
  const slow = { ...log, append }
  const reader = new Reader({ log: slow, workspace: 'main', futureTolerance: 0 })
  const recorder = new LogRecorder(slow, reader, { now: Date.now, futureTolerance: 0 })
  let made = 0
  const make = () => {
    made++
    const sale = {
      id: 'S1',
      type: 'StockSold',
      occurredAt: '2026-03-01T09:00Z',
      item: 'tea',
      branch: 'north',
    }
    return [draftEvent({ ...sale, quantity: '1', netAmount: '9' }, reader.prefix)]
  }
  const drafts = draftsOf(make(), make)
  return { log, told, recorder, drafts, made: () => made }
}

/** Lets everything happen that needs no answer of the log. */
const settled = async () => {
  for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate)
}

test('nobody holds the drafts of a batch that is on its way', async () => {
  const { recorder, drafts, told, made } = recording()
  const outcome = recorder.recordEach(drafts)
  await settled()
  // Asking makes them again.
  expect(drafts.all).toHaveLength(1)
  expect(made()).toBe(2)
  told.resolve()
  expect(await outcome).toEqual({ imported: 1, alreadyThere: 0, refused: new Map() })
})

test('a batch that turns out to be overtaken is made again, and recorded', async () => {
  const { log, recorder, drafts, told, made } = recording()
  const outcome = recorder.recordEach(drafts)
  await settled()
  const data = { occurredAt: '2026-03-01T09:00:00.000Z' }
  const other = { id: 'S0', type: 'StockSold', data }
  await log.append([{ stream: 'main.item-tea', expectedRevision: 'any', events: [other] }])
  told.resolve()
  expect(await outcome).toEqual({ imported: 1, alreadyThere: 0, refused: new Map() })
  expect(made()).toBe(2)
})

test('where a log fails nothing is made again', async () => {
  const { recorder, drafts, told, made } = recording()
  const outcome = recorder.recordEach(drafts)
  const broken = new LogError('LOG_UNAVAILABLE', 'gone')
  told.reject(broken)
  await expect(outcome).rejects.toBe(broken)
  expect(made()).toBe(1)
})
