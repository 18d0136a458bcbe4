import { describe, expect, it } from 'vitest'
import { parseMapping } from '../src/index.ts'
import { counted, map } from './map.ts'

const one = { events: [{ event: counted }] }

describe('mapping a file', () => {
  it('puts columns and constants into the fields of an event', async () => {
    const { events } = await map(['No,Sku,Qty', '1,tea,12.5', '2,"mug, large",3'], one)
    const common = { type: 'StockCounted', occurredAt: '2027-03-31T10:00:00Z', branch: 'north' }
    expect(events).toEqual([
      { ...common, id: 'C1', item: 'tea', quantity: '12.5' },
      { ...common, id: 'C2', item: 'mug, large', quantity: '3' },
    ])
  })

  it('makes several events of a row, each where its conditions hold, in the order of the mapping', async () => {
    const purchase = {
      columns: { Rejected: { number: {} }, At: { instant: 'yyyy-MM-dd', zone: 'UTC' } },
      events: [
        {
          event: {
            type: 'StockReceived',
            id: 'R{No}',
            occurredAt: '{At}',
            item: '{Sku}',
            branch: 'north',
            quantity: '{Qty}',
            unitCost: '{Cost}',
          },
        },
        {
          when: { Rejected: { above: 0 } },
          event: {
            type: 'StockReturnedToSupplier',
            id: 'J{No}',
            occurredAt: '{At}',
            item: '{Sku}',
            branch: 'north',
            quantity: '{Rejected}',
            receipt: 'R{No}',
          },
        },
      ],
    }
    const { events } = await map(
      ['No,At,Sku,Qty,Cost,Rejected', '1,2027-03-01,tea,10,4,0', '2,2027-03-02,tea,5,4,2'],
      purchase,
    )
    expect(events.map((event) => [Reflect.get(event, 'type'), Reflect.get(event, 'id')])).toEqual([
      ['StockReceived', 'R1'],
      ['StockReceived', 'R2'],
      ['StockReturnedToSupplier', 'J2'],
    ])
    expect(events[2]).toMatchObject({ quantity: '2', receipt: 'R2', occurredAt: '2027-03-02T00:00:00.000Z' })
  })

  it.each([
    [{ Sku: 'tea' }, ['C1']],
    [{ Sku: ['tea', 'mug'] }, ['C1', 'C2']],
    [{ Sku: { is: 'tea' }, Qty: { above: 1 } }, []],
    [{ Sku: { isNot: 'tea' } }, ['C2', 'C3']],
    [{ Sku: { isNot: ['tea', ''] } }, ['C2']],
    [{ Sku: { given: true } }, ['C1', 'C2']],
    [{ Sku: { given: false } }, ['C3']],
    [{ Sku: { startsWith: 'm' } }, ['C2']],
    [{ Qty: { above: 1 } }, ['C2']],
    [{ Qty: { below: 2 } }, ['C1']],
    [{ Qty: { above: 1, below: 3 } }, ['C2']],
    [{}, ['C1', 'C2', 'C3']],
  ])('when %j makes %j', async (when, expected) => {
    const event = { ...counted, item: 'x{No}', quantity: '1' }
    const { events, skipped } = await map(['No,Sku,Qty', '1,tea,1', '2,mug,2', '3,,'], {
      events: [{ when, event }],
    })
    expect(events.map((made) => Reflect.get(made, 'id'))).toEqual(expected)
    expect(skipped).toBe(3 - expected.length)
  })

  it('leaves out a field whose column is empty, and refuses a text that needs it', async () => {
    const event = {
      ...counted,
      note: '{Note}',
      reason: 'by {Who}',
      tags: { shelf: '{Shelf}', kind: '{Note}' },
    }
    const { events, errors } = await map(['No,Sku,Qty,Note,Who,Shelf', '1,tea,1,,ann,', '2,tea,1,ok,,B'], {
      events: [{ event }],
    })
    expect(events).toEqual([
      {
        type: 'StockCounted',
        id: 'C1',
        occurredAt: '2027-03-31T10:00:00Z',
        item: 'tea',
        branch: 'north',
        quantity: '1',
        reason: 'by ann',
      },
    ])
    expect(errors).toEqual([[3, 'EMPTY_CELL']])
  })

  it('leaves out a lot without a number and a charge without an amount', async () => {
    const event = {
      ...counted,
      type: 'StockReceived',
      unitCost: '1',
      lots: [{ lot: '{Lot}', quantity: '{Qty}', expiresOn: '{Until}' }],
      charges: [
        { code: 'freight', amount: '{Freight}' },
        { code: 'duty', amount: '{Duty}' },
      ],
    }
    const { events } = await map(
      ['No,Sku,Qty,Lot,Until,Freight,Duty', '1,tea,1,,,,', '2,tea,1,A,,2,', '3,tea,1,B,2027-05-01,,3'],
      { events: [{ event }] },
    )
    expect(events.map((made) => [Reflect.get(made, 'lots'), Reflect.get(made, 'charges')])).toEqual([
      [undefined, undefined],
      [[{ lot: 'A', quantity: '1' }], [{ code: 'freight', amount: '2' }]],
      [[{ lot: 'B', quantity: '1', expiresOn: '2027-05-01' }], [{ code: 'duty', amount: '3' }]],
    ])
  })

  it('keeps constants that are not text, and braces that are doubled', async () => {
    const event = {
      type: 'ItemDefined',
      id: 'I{No}',
      occurredAt: '2027-01-01T00:00:00Z',
      item: '{Sku}',
      name: '{{{Sku}}}',
      tracksQuantity: false,
      merchandising: ['hot', '{Class}'],
    }
    const { events } = await map(['No,Sku,Class', '1,tea,'], { events: [{ event }] })
    expect(events[0]).toMatchObject({ name: '{tea}', tracksQuantity: false, merchandising: ['hot'] })
  })

  it('keeps recordedAt for a history only', async () => {
    const history = { events: [{ event: { ...counted, recordedAt: '{At}' } }] }
    const file = ['No,Sku,Qty,At', '1,tea,1,2027-03-31T11:00:00Z']
    expect((await map(file, history)).events[0]).not.toHaveProperty('recordedAt')
    expect((await map(file, history, { history: true })).events[0]).toHaveProperty(
      'recordedAt',
      '2027-03-31T11:00:00Z',
    )
  })
})

const event = counted
const { quantity: _quantity, ...withoutQuantity } = counted

describe('a mapping', () => {
  it.each<[string, object, RegExp]>([
    ['no events', {}, /events/],
    ['an empty list of events', { events: [] }, /events/],
    ['an unknown part', { ...one, sheets: {} }, /sheets/],
    [
      'an unknown type',
      { events: [{ event: { ...event, type: 'StockVanished' } }] },
      /StockVanished.*not an event type/,
    ],
    [
      'an unknown field',
      { events: [{ event: { ...event, colour: 'red' } }] },
      /no field colour .*it has .*quantity/,
    ],
    ['a missing field', { events: [{ event: withoutQuantity }] }, /StockCounted needs quantity/],
    [
      'a missing id',
      { events: [{ event: { type: 'CountPosted', occurredAt: '{At}', item: '{I}', branch: 'n' } }] },
      /CountPosted needs id/,
    ],
    [
      'a wall clock without a zone',
      { ...one, columns: { At: { instant: 'yyyy-MM-dd' } } },
      /columns\.At.*needs a zone/,
    ],
    [
      'a zone there is none of',
      { ...one, columns: { At: { instant: 'yyyy-MM-dd', zone: 'Mars/Base' } } },
      /IANA/,
    ],
    ['a format without a day', { ...one, columns: { At: { date: 'yyyy-MM' } } }, /year, month and day/],
    ['a format of nonsense', { ...one, columns: { At: { date: 'yyyy-MM-dd QQ' } } }, /QQ stands for nothing/],
    [
      'a column of two kinds',
      { ...one, columns: { At: { date: 'yyyy-MM-dd', number: {} } } },
      /exactly one of/,
    ],
    ['a column of no kind', { ...one, columns: { At: {} } }, /exactly one of/],
    [
      'an unknown option',
      { ...one, columns: { At: { number: { decimals: ',' } } } },
      /columns\.At\.number.*decimals/,
    ],
    ['a test of nothing', { events: [{ when: { Qty: {} }, event }] }, /tests nothing/],
    [
      'a table it does not name',
      { ...one, columns: { Cost: { take: 'cost', from: 'items', by: 'Sku' } } },
      /no table items/,
    ],
    ['an encoding there is none of', { ...one, csv: { encoding: 'klingon' } }, /encoding/],
  ])('with %s is refused, and says where', (_what, input, message) => {
    expect(() => parseMapping(input)).toThrow(expect.objectContaining({ code: 'INVALID_MAPPING' }))
    expect(() => parseMapping(input)).toThrow(message)
  })

  it('that is not an object is refused', () => {
    for (const input of [null, [], 'x', 1]) expect(() => parseMapping(input)).toThrow(/INVALID|not one/)
  })

  it.each<[string, object]>([
    ['a field', { events: [{ event: { ...event, note: '{Remark}' } }] }],
    ['a condition', { events: [{ when: { Remark: 'x' }, event }] }],
    ['another column', { ...one, columns: { Qty: { magnitude: 'Remark' } } }],
  ])('that names a column the file has not is refused at once, in %s', async (_where, mapping) => {
    const mapped = map(['No,Sku,Qty', '1,tea,1'], mapping)
    await expect(mapped).rejects.toThrow(expect.objectContaining({ code: 'UNKNOWN_COLUMN' }))
    await expect(map(['No,Sku,Qty'], mapping)).rejects.toThrow(/Remark of the file \(it has No, Sku, Qty\)/)
  })

  it('whose columns are made of each other in a circle is refused', async () => {
    const columns = { A: { negative: 'B' }, B: { negative: 'A' } }
    const mapping = { columns, events: [{ event: { ...event, quantity: '{A}' } }] }
    await expect(map(['No,Sku,Qty', '1,tea,1'], mapping)).rejects.toThrow(/A -> B -> A/)
  })
})
