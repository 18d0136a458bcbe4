import { type EventLog, memoryLog } from '@tidemark/log'
import { describe, expect, it } from 'vitest'
import { copyWorkspace, type Inventory, openInventory } from '../src/index.ts'
import { event, openTrade, received, sold } from './trade.ts'

const MARCH = '2027-03-31T23:59:59.999Z'
const APRIL = '2027-04-30T23:59:59.999Z'

/** A workspace with two snapshots, between them a late entry, a correction and a transfer. */
async function trade() {
  const { inventory, log, clock } = openTrade()
  clock.now = Date.parse('2027-04-01T08:00:00Z')
  await inventory.record([
    received('R1', '2027-03-01T09:00Z', '10', '4'),
    received('R1', '2027-03-02T09:00Z', '3', '2', { item: 'mug' }),
    sold('S1', '2027-03-20T09:00Z', '4', '40'),
  ])
  await inventory.snapshots.create({ id: 'march', asOf: MARCH })
  clock.now = Date.parse('2027-04-02T08:00:00Z')
  await inventory.record([
    sold('S2', '2027-03-25T09:00Z', '1', '10'),
    event('StockSold', 'S1', '2027-04-01T09:00Z', { item: 'mug', quantity: '1', netAmount: '9' }),
  ])
  clock.now = Date.parse('2027-05-01T08:00:00Z')
  await inventory.snapshots.create({ id: 'april', asOf: APRIL })
  await inventory.snapshots.describe('march', { name: 'First quarter' })
  return { inventory, log }
}

/** Everything a copy must not change. */
async function answers(inventory: Inventory) {
  const views = []
  for (const knownThrough of ['2027-04-01T12:00Z', '2027-04-02T12:00Z', undefined]) {
    const view = await inventory.asOf(APRIL, { knownThrough })
    views.push([...view.levels()], view.explain('tea'))
  }
  const snapshots = await inventory.snapshots.list()
  const verified = []
  for (const { id } of snapshots) verified.push(await inventory.snapshots.verify(id))
  const { events, recordedAt } = await inventory.head()
  return {
    views,
    verified,
    events,
    recordedAt,
    snapshots: snapshots.map(({ knownThrough: _, ...rest }) => rest),
  }
}

async function copied(from: EventLog, toWorkspace: string) {
  const clock = () => Date.parse('2027-05-02T08:00:00Z')
  const to = memoryLog({ clock })
  // What is there before moves every position.
  const stranger = { id: 'x', type: 'Else', data: {}, metadata: { recordedAt: '2027-01-01T00:00:00Z' } }
  await to.append([
    { stream: 'other.item-x', expectedRevision: -1, events: [stranger, { ...stranger, id: 'y' }] },
  ])
  const report = await copyWorkspace({ from, to, toWorkspace })
  return { report, copy: openInventory({ log: to, workspace: toWorkspace, clock }) }
}

describe('a copied workspace', () => {
  it.each(['main', 'second'])('gives every answer as before, under the name %s', async (toWorkspace) => {
    const { inventory, log } = await trade()
    const { report, copy } = await copied(log, toWorkspace)
    const digest = (await inventory.asOf('2100-01-01T00:00Z')).digest()
    expect(report).toEqual({
      events: 8,
      copied: 8,
      alreadyThere: 0,
      digest: digest.digest,
      lastEvent: { stream: `${toWorkspace}.snapshot-march`, revision: 1 },
    })
    const after = await answers(copy)
    expect(after).toEqual(await answers(inventory))
    expect(after.verified.map(({ ok }) => ok)).toEqual([true, true])
  })

  it('has snapshots that name what they knew in its own streams', async () => {
    const { log } = await trade()
    const { copy } = await copied(log, 'second')
    const { knownThrough } = await copy.snapshots.find('march')
    expect(knownThrough).toEqual({ stream: 'second.item-tea', revision: 1 })
    expect((await copy.snapshots.list()).at(-1)?.knownThrough).toEqual(knownThrough)
    expect((await copy.snapshots.create({ id: 'march' })).knownThrough).toEqual(knownThrough)
  })

  it('goes on as a workspace of its own', async () => {
    const { log } = await trade()
    const { copy } = await copied(log, 'second')
    const [again] = await copy.record(received('R1', '2027-03-01T09:00Z', '10', '4'))
    const [fresh] = await copy.record(received('R9', '2027-04-03T09:00Z', '1', '4'))
    expect(again).toMatchObject({ alreadyRecorded: true, stream: 'second.item-tea', revision: 0 })
    expect(fresh).toMatchObject({ alreadyRecorded: false, revision: 3 })
    expect((await copy.snapshots.create({ id: 'later', asOf: APRIL })).totals.onHand).toBe('8')
    expect(await copy.snapshots.verify('later')).toMatchObject({ ok: true })
  })

  it('is not made of nothing', async () => {
    const { log } = await trade()
    const copying = copyWorkspace({ from: log, to: memoryLog(), workspace: 'misspelt' })
    await expect(copying).rejects.toMatchObject({ code: 'NOTHING_TO_COPY' })
  })

  it('that does not replay to the same is told of', async () => {
    const { log } = await trade()
    const to = memoryLog()
    let reads = 0
    const forgetful: EventLog = {
      ...to,
      async *readAll(options) {
        // The comparison reads twice; what reads later finds the first event gone bad.
        const spoil = ++reads > 2
        for await (const chunk of to.readAll(options)) {
          yield spoil ? chunk.map((one) => (one.id === 'S2' ? { ...one, data: null } : one)) : chunk
        }
      },
    }
    await expect(copyWorkspace({ from: log, to: forgetful })).rejects.toMatchObject({
      code: 'COPY_DIGEST_DIFFERS',
    })
  })
})
