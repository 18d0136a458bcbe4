import { type EventLog, memoryLog, type RecordedEvent } from '@tidemark/log'
import { describe, expect, it } from 'vitest'
import { openInventory } from '../src/index.ts'
import { event, fileOf, received, sold } from './trade.ts'

const clock = () => Date.parse('2028-01-01T00:00Z')
const code = (expected: string) => expect.objectContaining({ code: expected })

/** A log in memory that keeps appends waiting until it is told to go on, and says how many it was asked for. */
function slowLog() {
  const log = memoryLog({ clock })
  const gate = Promise.withResolvers<void>()
  let asked = 0
  const append: EventLog['append'] = async (...args) => {
    asked++
    await gate.promise
    return log.append(...args)
  }
  return { log: { ...log, append }, goOn: gate.resolve, asked: () => asked }
}

async function everythingIn(log: EventLog) {
  const events: RecordedEvent[] = []
  for await (const chunk of log.readAll()) events.push(...chunk)
  return events
}

/** Lets everything happen that needs no answer of the log. */
const settled = async () => {
  for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate)
}

describe('facts that are recorded at once', () => {
  it('are handed to the log together where they concern different items, else one after the other', async () => {
    const { log, goOn, asked } = slowLog()
    const inventory = openInventory({ log, clock })
    const mug = { item: 'mug' }
    const recorded = Promise.all([
      inventory.record(received('R1', '2027-03-01T09:00Z', '10', '4.50')),
      inventory.record(received('R2', '2027-03-01T09:00Z', '3', '1', mug)),
      inventory.record(sold('S1', '2027-03-02T09:00Z', '1', '9')),
      inventory.record(sold('S2', '2027-03-02T09:00Z', '1', '9', mug)),
    ])
    await settled()
    expect(asked()).toBe(2)
    goOn()
    expect((await recorded).flat().map(({ id, revision }) => [id, revision])).toEqual([
      ['R1', 0],
      ['R2', 0],
      ['S1', 1],
      ['S2', 1],
    ])
  })

  it('are decided about one after the other where one decides over another', async () => {
    const inventory = openInventory({ log: memoryLog({ clock }), clock })
    const company = { item: undefined, branch: undefined }
    const outcomes = await Promise.allSettled([
      inventory.record(received('R1', '2027-03-01T09:00Z', '2', '4.50')),
      inventory.record(
        event('CostingPolicySet', 'P1', '2027-01-01T00:00Z', { ...company, negativeStock: 'refuse' }),
      ),
      inventory.record(sold('S1', '2027-03-02T09:00Z', '2', '9')),
      inventory.record(sold('S2', '2027-03-02T09:00Z', '1', '9')),
      inventory.record(sold('S1', '2027-03-02T09:00Z', '2', '9')),
      inventory.record(sold('S1', '2027-03-02T09:00Z', '1', '9')),
    ])
    expect(outcomes).toMatchObject([
      { value: [{ alreadyRecorded: false }] },
      { value: [{ alreadyRecorded: false }] },
      { value: [{ alreadyRecorded: false }] },
      { reason: code('INSUFFICIENT_STOCK') },
      { value: [{ alreadyRecorded: true }] },
      { reason: code('MOVEMENT_CONFLICT') },
    ])
    expect((await inventory.head()).events).toBe(3)
  })
})

describe('an import', () => {
  it('hands over some batches while one is being written, and reads no more than one beyond', async () => {
    const { log, goOn, asked } = slowLog()
    const inventory = openInventory({ log, clock })
    const lines = Array.from({ length: 100 }, (_, n) => sold(`S${n}`, '2027-03-03T09:00Z', '1', '9'))
    let taken = 0
    async function* bytes() {
      for await (const line of fileOf(...lines)) {
        taken++
        yield line
      }
    }
    const importing = inventory.import(bytes(), { batchSize: 5 })
    await settled()
    expect([asked(), taken]).toEqual([8, 45])
    goOn()
    expect(await importing).toEqual({ imported: 100, alreadyThere: 0, refused: 0 })
  })

  it('counts a long line as several, so that a batch holds only so much text', async () => {
    const { log, goOn, asked } = slowLog()
    const inventory = openInventory({ log, clock })
    // 40,000 characters each: ten lines' worth.
    const tags = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`tag ${n}`, 'x'.repeat(190)]))
    const lines = Array.from({ length: 12 }, (_, n) => sold(`S${n}`, '2027-03-03T09:00Z', '1', '9', { tags }))
    const importing = inventory.import(fileOf(...lines), { batchSize: 20 })
    await settled()
    expect(asked()).toBe(6)
    goOn()
    expect(await importing).toEqual({ imported: 12, alreadyThere: 0, refused: 0 })
  })

  it('that somebody watches has less under way, which a view would have to wait for', async () => {
    const { log, goOn, asked } = slowLog()
    const inventory = openInventory({ log, clock })
    await inventory.now()
    const lines = Array.from({ length: 100 }, (_, n) => sold(`S${n}`, '2027-03-03T09:00Z', '1', '9'))
    const importing = inventory.import(fileOf(...lines), { batchSize: 5 })
    await settled()
    expect(asked()).toBe(2)
    goOn()
    expect(await importing).toEqual({ imported: 100, alreadyThere: 0, refused: 0 })
  })

  it('comes to the same in many batches as in one, whatever lines repeat, contradict or correct', async () => {
    const lines = Array.from({ length: 90 }, (_, n) => {
      const item = { item: ['tea', 'mug', 'jam'][n % 3] ?? 'tea' }
      // Every seventh repeats an earlier one of its item, every eleventh says something else under its id.
      const id = n % 7 === 6 && n >= 21 ? n - 21 : n
      const amount = n % 11 === 10 ? '8' : '9'
      if (n % 13 === 12)
        return event('MovementAmended', `A${n}`, '2027-03-04T09:00Z', {
          ...item,
          branch: undefined,
          movement: `S${n - 3}`,
          changes: { netAmount: '7' },
        })
      return sold(`S${id}`, '2027-03-03T09:00Z', '1', amount, item)
    })
    const imported = async (batchSize: number, alsoRecording: boolean) => {
      const log = memoryLog({ clock })
      const [inventory, other] = [openInventory({ log, clock }), openInventory({ log, clock })]
      const rejects: unknown[] = []
      const others: Promise<unknown>[] = []
      const report = await inventory.import(fileOf(...lines), {
        batchSize,
        onReject: (reject) => rejects.push(reject),
        onProgress: ({ imported }) => {
          // Another process gets ahead, so that what was guessed of the ends of streams is wrong.
          if (alsoRecording)
            others.push(other.record(received(`R${imported}`, '2027-03-01T09:00Z', '5', '1')))
        },
      })
      await Promise.all(others)
      const events = (await everythingIn(log)).filter(({ type }) => type !== 'StockReceived')
      const ids = Object.fromEntries(
        [...Map.groupBy(events, ({ stream }) => stream)].map(([stream, of]) => [
          stream,
          of.map(({ id }) => id),
        ]),
      )
      return { report, rejects, ids }
    }
    const atOnce = await imported(1000, false)
    expect(atOnce.report.alreadyThere).toBeGreaterThan(0)
    expect(atOnce.report.refused).toBeGreaterThan(0)
    for (const batchSize of [1, 2, 5, 16]) {
      expect(await imported(batchSize, false)).toEqual(atOnce)
      expect(await imported(batchSize, true)).toEqual(atOnce)
    }
  })

  it('is followed by views that are asked for on the way: each holds what was acknowledged before', async () => {
    const inventory = openInventory({ log: memoryLog({ clock }), clock })
    await inventory.now()
    const lines = Array.from({ length: 60 }, (_, n) => received(`R${n}`, '2027-03-03T09:00Z', '1', '9'))
    const views: Promise<readonly [number, string]>[] = []
    await inventory.import(fileOf(...lines), {
      batchSize: 7,
      onProgress: ({ imported }) => {
        views.push(inventory.now().then((view) => [imported, view.item('tea')?.at('north')?.onHand ?? '0']))
      },
    })
    expect(views).toHaveLength(9)
    for (const [imported, onHand] of await Promise.all(views))
      expect(Number(onHand)).toBeGreaterThanOrEqual(imported)
  })

  it('records the same whether its lines are read as text or taken apart', async () => {
    const good = [
      received('R1', '2027-03-01T09:00Z', '10.50', '4.50'),
      sold('S1', '2027-03-02T09:00:00.000Z', '1', '9', { tags: { till: '3' }, customer: 'Ann' }),
      event('MovementAmended', 'A1', '2027-03-03T09:00Z', {
        branch: undefined,
        movement: 'S1',
        changes: { quantity: '2' },
      }),
      sold('S1', '2027-03-02T09:00Z', '1', '9', { tags: { till: '3' }, customer: 'Ann' }),
      sold('S1', '2027-03-02T09:00Z', '3', '9'),
    ]
    const contents = async (spaced: boolean) => {
      const log = memoryLog({ clock })
      const rejects: string[] = []
      const lines = good.map((line) => JSON.stringify(line, null, spaced ? 1 : 0).replaceAll('\n', ' '))
      const bytes = [Buffer.from(`${lines.join('\n')}\n`)]
      const report = await openInventory({ log, clock }).import(
        (async function* () {
          yield* bytes
        })(),
        { onReject: ({ line, code }) => rejects.push(`${line} ${code}`) },
      )
      return { report, rejects, events: await everythingIn(log) }
    }
    const asText = await contents(false)
    expect(asText).toEqual(await contents(true))
    expect(asText.report).toEqual({ imported: 3, alreadyThere: 1, refused: 1 })
    expect(asText.rejects).toEqual(['5 MOVEMENT_CONFLICT'])
  })
})
