import { describe, expect, it } from 'vitest'
import type { Reject } from '../src/index.ts'
import { event, fileOf, openTrade, received, sold, stockAt } from './trade.ts'

async function importInto(
  trade: ReturnType<typeof openTrade>,
  bytes: AsyncIterable<Uint8Array>,
  history = false,
) {
  const rejects: Reject[] = []
  const report = await trade.inventory.import(bytes, { history, onReject: (reject) => rejects.push(reject) })
  return { report, rejects }
}

const good = received('R1', '2027-03-01T09:00Z', '10', '4.50')
const sale = (fields: object) => ({ ...sold('S1', '2027-03-02T09:00Z', '1', '9'), ...fields })
const company = { item: undefined, branch: undefined }

const badLines: readonly (readonly [name: string, code: string, line: string | object])[] = [
  ['an unknown type', 'UNKNOWN_TYPE', sale({ type: 'StockVanished' })],
  ['an unknown field', 'UNKNOWN_FIELD', sale({ colour: 'red' })],
  ['a missing id', 'MISSING_FIELD', sale({ id: undefined })],
  ['a quantity of 0', 'INVALID_FIELD', sale({ quantity: '0' })],
  ['seven decimals', 'TOO_PRECISE', sale({ quantity: '1.0000001' })],
  ['not a number', 'NOT_A_NUMBER', sale({ quantity: 'NaN' })],
  ['a number too large', 'TOO_LARGE', sale({ quantity: '1000000000000' })],
  ['a date without an offset', 'INVALID_INSTANT', sale({ occurredAt: '2027-03-02T09:00:00' })],
  ['a day that does not exist', 'INVALID_INSTANT', sale({ occurredAt: '2027-02-30T09:00:00Z' })],
  ['a date in the future', 'FROM_THE_FUTURE', sale({ occurredAt: '2028-01-02T09:00:00Z' })],
  [
    'a correction of nothing',
    'UNKNOWN_MOVEMENT',
    event('MovementVoided', 'V1', '2027-03-02T09:00Z', { branch: undefined, movement: 'R9', reason: 'x' }),
  ],
  [
    'a correction of an unknown item',
    'UNKNOWN_MOVEMENT',
    event('MovementVoided', 'V1', '2027-03-02T09:00Z', {
      item: 'mug',
      branch: undefined,
      movement: 'R1',
      reason: 'x',
    }),
  ],
  ['the same id with other content', 'MOVEMENT_CONFLICT', { ...good, quantity: '11' }],
  ['an entry into a closed period', 'PERIOD_CLOSED', sale({ occurredAt: '2027-01-15T09:00:00Z' })],
  ['a line of 10 MB', 'LINE_TOO_LONG', `{"id":"${'x'.repeat(10_000_000)}"}`],
  ['a line that is not JSON', 'INVALID_JSON', '{"id": "S1",'],
  ['a line that is no object', 'INVALID_JSON', '[1, 2]'],
]

describe('an import', () => {
  it.each(badLines)('refuses %s with %s and loses nothing else', async (_name, code, line) => {
    const trade = openTrade()
    const closed = event('PeriodClosed', 'P1', '2027-02-01T00:00Z', {
      ...company,
      through: '2027-01-31T23:59:59.999Z',
    })
    const { report, rejects } = await importInto(
      trade,
      fileOf(closed, good, line, sold('S2', '2027-03-03T09:00Z', '4', '9')),
    )
    expect(report).toEqual({ imported: 3, alreadyThere: 0, refused: 1 })
    expect(rejects).toEqual([{ line: 3, code, reason: expect.any(String) }])
    expect(await stockAt(trade.inventory, '2027-03-04T00:00Z')).toBe('6 worth 27')
  })

  it('takes a line that has the id of a refused one by itself', async () => {
    const trade = openTrade()
    const ahead = sale({ occurredAt: '2029-01-01T00:00:00Z' })
    const lines = [
      good,
      ahead,
      sale({ occurredAt: '2029-02-01T00:00:00Z' }),
      sale({}),
      sale({}),
      sale({ quantity: '3' }),
    ]
    const { report, rejects } = await importInto(trade, fileOf(...lines))
    expect(report).toEqual({ imported: 2, alreadyThere: 1, refused: 3 })
    expect(rejects.map(({ line, code }) => [line, code])).toEqual([
      [2, 'FROM_THE_FUTURE'],
      [3, 'FROM_THE_FUTURE'],
      [6, 'MOVEMENT_CONFLICT'],
    ])
  })

  it('refuses a line from the future among good ones', async () => {
    const trade = openTrade()
    const lines = [good, sale({}), sale({ id: 'S7', occurredAt: '2029-01-01T00:00:00Z' })]
    const { report, rejects } = await importInto(trade, fileOf(...lines))
    expect(report).toEqual({ imported: 2, alreadyThere: 0, refused: 1 })
    expect(rejects.map(({ line, code }) => [line, code])).toEqual([[3, 'FROM_THE_FUTURE']])
  })

  it('refuses a line that is not UTF-8', async () => {
    const trade = openTrade()
    async function* bytes() {
      yield Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a])
      yield* fileOf(good)
    }
    const { report, rejects } = await importInto(trade, bytes())
    expect(report).toEqual({ imported: 1, alreadyThere: 0, refused: 1 })
    expect(rejects[0]?.code).toBe('INVALID_UTF8')
  })

  it('done twice records nothing twice', async () => {
    const trade = openTrade()
    await importInto(trade, fileOf(good, sale({})))
    const { report } = await importInto(
      trade,
      fileOf(good, sale({}), sold('S2', '2027-03-03T09:00Z', '4', '9')),
    )
    expect(report).toEqual({ imported: 1, alreadyThere: 2, refused: 0 })
  })

  it('takes a byte order mark, blank lines, CR LF, and a last line without an end', async () => {
    const trade = openTrade()
    async function* bytes() {
      yield Buffer.from(`\uFEFF${JSON.stringify(good)}\r\n\r\n${JSON.stringify(sale({}))}`)
    }
    const { report } = await importInto(trade, bytes())
    expect(report).toEqual({ imported: 2, alreadyThere: 0, refused: 0 })
  })

  it('reads lines cut anywhere', async () => {
    const trade = openTrade()
    async function* bytes() {
      for (const byte of Buffer.from(
        `${JSON.stringify({ ...good, note: 'thé' })}\n${JSON.stringify(sale({}))}\n`,
      )) {
        yield Uint8Array.of(byte)
      }
    }
    const { report } = await importInto(trade, bytes())
    expect(report.imported).toBe(2)
  })

  it('stops at a signal, and what was acknowledged stays', async () => {
    const trade = openTrade()
    const stop = new AbortController()
    const lines = Array.from({ length: 10 }, (_, n) => sold(`S${n}`, '2027-03-03T09:00Z', '1', '9'))
    const cut = trade.inventory.import(fileOf(...lines), {
      batchSize: 3,
      signal: stop.signal,
      onProgress: ({ imported }) => imported >= 6 && stop.abort(),
    })
    await expect(cut).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
    expect((await trade.inventory.head()).events).toBe(6)
  })
})

it('an import of what never goes on ends at once when it is aborted', async () => {
  const trade = openTrade()
  const stop = new AbortController()
  const reason = new Error('the pipe is dry')
  async function* drying() {
    yield* fileOf(good)
    setImmediate(() => stop.abort(reason))
    await new Promise<never>(() => {})
  }
  await expect(trade.inventory.import(drying(), { signal: stop.signal })).rejects.toBe(reason)
})

describe('a history', () => {
  const line = (fields: object, recordedAt: string) => ({ ...fields, recordedAt })
  const history = [
    line(good, '2027-03-01T09:05Z'),
    line(sold('S1', '2027-03-02T09:00Z', '4', '40'), '2027-03-02T09:05Z'),
    line(sold('S2', '2027-03-01T12:00Z', '1', '10'), '2027-04-05T08:00Z'),
  ]

  it('keeps the times at which things became known', async () => {
    const trade = openTrade()
    await importInto(trade, fileOf(...history), true)
    const now = await trade.inventory.asOf('2027-03-31T00:00Z')
    const then = await trade.inventory.asOf('2027-03-31T00:00Z', { knownThrough: '2027-03-31T00:00Z' })
    expect(now.item('tea')?.at('north')?.onHand).toBe('5')
    expect(then.item('tea')?.at('north')?.onHand).toBe('6')
    const byEvent = await trade.inventory.asOf('2027-03-31T00:00Z', { knownThrough: 'main.item-tea@1' })
    expect(byEvent.digest()).toEqual(then.digest())
  })

  it('goes into an empty workspace only', async () => {
    const trade = openTrade()
    await trade.inventory.record(good)
    await expect(importInto(trade, fileOf(...history), true)).rejects.toThrow(
      expect.objectContaining({ code: 'WORKSPACE_NOT_EMPTY' }),
    )
  })

  it('that was cut short is brought in to its end', async () => {
    const trade = openTrade()
    await importInto(trade, fileOf(...history.slice(0, 2)), true)
    const { report } = await importInto(trade, fileOf(...history), true)
    expect(report).toEqual({ imported: 1, alreadyThere: 2, refused: 0 })
  })

  it('refuses lines whose time of recording decreases, is missing or lies ahead', async () => {
    const trade = openTrade()
    const { rejects } = await importInto(
      trade,
      fileOf(
        line(good, '2027-03-05T00:00Z'),
        line(sold('S1', '2027-03-02T09:00Z', '4', '40'), '2027-03-04T00:00Z'),
        sold('S2', '2027-03-02T09:00Z', '4', '40'),
        line(sold('S3', '2027-03-02T09:00Z', '4', '40'), '2029-03-04T00:00Z'),
      ),
      true,
    )
    expect(rejects.map(({ code }) => code)).toEqual([
      'RECORDED_OUT_OF_ORDER',
      'MISSING_FIELD',
      'RECORDED_OUT_OF_ORDER',
    ])
  })
})
