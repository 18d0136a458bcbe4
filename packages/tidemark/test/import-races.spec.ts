import { setImmediate as aTurn } from 'node:timers/promises'
import { type EventLog, LogError, memoryLog } from '@tidemark/log'
import { describe, expect, it } from 'vitest'
import { openInventory, type Reject } from '../src/index.ts'
import { event, fileOf, openTrade, received, sold, stockAt } from './trade.ts'

const good = received('R1', '2027-03-01T09:00Z', '10', '4.50')
const sale = (id: string, quantity = '1') => sold(id, '2027-03-02T09:00Z', quantity, '9')

/** A log in which others write right before the first append through it, when it has already been looked at. */
function overtakenBy(others: () => Promise<unknown>, log: EventLog): EventLog {
  let overtaken = false
  return {
    ...log,
    async append(batch, options) {
      if (!overtaken) {
        overtaken = true
        await others()
      }
      return log.append(batch, options)
    },
  }
}

async function importInto(log: EventLog, bytes: AsyncIterable<Uint8Array>, batchSize?: number) {
  const clock = () => Date.parse('2027-12-31T00:00:00Z')
  const rejects: Reject[] = []
  const onReject = (reject: Reject) => rejects.push(reject)
  const report = await openInventory({ log, clock }).import(bytes, { onReject, batchSize })
  return { report, codes: rejects.map(({ code }) => code) }
}

describe('an import that others overtake', () => {
  it('counts what they recorded as already there', async () => {
    const { inventory, log } = openTrade()
    const overtaken = overtakenBy(() => inventory.record([good, sale('S1')]), log)
    const { report } = await importInto(overtaken, fileOf(good, sale('S1'), { ...sale('S2'), item: 'mug' }))
    expect(report).toEqual({ imported: 1, alreadyThere: 2, refused: 0 })
    expect(await stockAt(inventory, '2027-03-04T00:00Z')).toBe('9 worth 40.5')
  })

  it('refuses what they recorded with other content', async () => {
    const { inventory, log } = openTrade()
    const overtaken = overtakenBy(
      () => inventory.record(received('R1', '2027-03-01T09:00Z', '11', '4.50')),
      log,
    )
    const { report, codes } = await importInto(overtaken, fileOf(good, { ...sale('S1'), item: 'mug' }))
    expect(report).toEqual({ imported: 1, alreadyThere: 0, refused: 1 })
    expect(codes).toEqual(['MOVEMENT_CONFLICT'])
    expect(await stockAt(inventory, '2027-03-04T00:00Z')).toBe('11 worth 49.5')
  })

  it('loses and doubles nothing when they write to its streams between two batches', async () => {
    const { inventory, log } = openTrade()
    let others = 0
    async function* file() {
      yield* fileOf(good, sale('S1'))
      await inventory.record(sale(`other${others++}`))
      yield* fileOf(sale('S2'), sale('S3'))
      await inventory.record(sale('S4'))
      yield* fileOf(sale('S4'), sale('S5'))
    }
    const { report } = await importInto(log, file(), 1)
    expect(report).toEqual({ imported: 5, alreadyThere: 1, refused: 0 })
    expect(await stockAt(inventory, '2027-03-04T00:00Z')).toBe('4 worth 18')
  })
})

describe('an import of which one batch fails', () => {
  const file = Array.from({ length: 12 }, (_, n) => sale(`S${n}`))

  async function idsIn(log: EventLog): Promise<readonly string[]> {
    const ids: string[] = []
    for await (const chunk of log.readAll()) ids.push(...chunk.map(({ id }) => id))
    return ids
  }

  it.each([
    ['handed over one after the other', true],
    ['each by itself', false],
  ])(
    'leaves the beginning of its file in the log, which doing it again completes: %s',
    async (_, atomicAcrossStreams) => {
      for (let failing = 1; failing <= file.length; failing++) {
        const log = memoryLog()
        let appends = 0
        const busy: EventLog = {
          ...log,
          atomicAcrossStreams,
          async append(batch, options) {
            if (++appends !== failing) return log.append(batch, options)
            // What comes after it is on its way by then.
            await aTurn()
            throw new LogError('LOG_BUSY', 'somebody writes')
          },
        }
        await expect(importInto(busy, fileOf(...file), 2)).rejects.toThrow(
          expect.objectContaining({ code: 'LOG_BUSY' }),
        )
        const begun = await idsIn(log)
        expect(begun).toEqual(file.slice(0, begun.length).map(({ id }) => id))
        await importInto(log, fileOf(...file), 2)
        expect(await idsIn(log)).toEqual(file.map(({ id }) => id))
        if (2 * failing >= file.length) return
      }
    },
  )
})

it('an import done again after its period was closed refuses nothing', async () => {
  const { log, inventory } = openTrade({ log: memoryLog() })
  await importInto(log, fileOf(good, sale('S1')))
  const fields = { item: undefined, branch: undefined, through: '2027-06-30T00:00Z' }
  await inventory.record(event('PeriodClosed', 'P1', '2027-07-01T00:00Z', fields))
  const { report, codes } = await importInto(log, fileOf(good, sale('S1'), sale('S2')))
  expect(report).toEqual({ imported: 0, alreadyThere: 2, refused: 1 })
  expect(codes).toEqual(['PERIOD_CLOSED'])
})

it('an import goes on looking at every id only while it meets what is there', async () => {
  const asked: string[] = []
  const log = memoryLog()
  const watched: EventLog = {
    ...log,
    find: (stream, ids, options) => {
      asked.push(...ids)
      return log.find(stream, ids, options)
    },
  }
  await importInto(log, fileOf(good, sale('S1')))
  const sales = ['S1', 'S2', 'S3', 'S4'].map((id) => sale(id))
  const { report } = await importInto(watched, fileOf(good, ...sales), 1)
  expect(report).toEqual({ imported: 3, alreadyThere: 2, refused: 0 })
  expect(asked).toEqual(['R1', 'S1', 'S2'])
})

describe('an import gathers a batch by item', () => {
  const closed = event('PeriodClosed', 'P1', '2027-04-01T00:00Z', {
    item: undefined,
    branch: undefined,
    through: '2027-03-31T23:59:59.999Z',
  })
  const mug = (id: string) => ({ ...sale(id), item: 'mug' })

  it('and leaves what concerns the whole company where it stands', async () => {
    const { inventory, log } = openTrade()
    const report = await inventory.import(fileOf(good, mug('S1'), sale('S2'), closed, sale('S3'), mug('S4')))
    expect(report).toEqual({ imported: 4, alreadyThere: 0, refused: 2 })
    const ids: string[] = []
    for await (const chunk of log.readAll()) ids.push(...chunk.map(({ id }) => id))
    expect(ids).toEqual(['R1', 'S2', 'S1', 'P1'])
    expect(await inventory.anomalies()).toEqual([])
  })
})
