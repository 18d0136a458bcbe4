import { describe, expect, it } from 'vitest'
import { bytesOf, counted, map } from './map.ts'

/** What stands in the field `note` of each row. */
async function notes(columns: object, note: string, rows: readonly string[], more: object = {}, tables = {}) {
  const files = new Map<string, string>(Object.entries(tables))
  const { events, errors } = await map(
    rows,
    { columns, events: [{ event: { ...counted, note } }], ...more },
    { openTable: (file) => bytesOf(files.get(file) ?? '') },
  )
  return errors.length > 0 ? errors : events.map((event) => Reflect.get(event, 'note'))
}

const file = (...rows: readonly string[]) => ['No,Sku,Qty,Price,Code', ...rows]

describe('a column', () => {
  it('is made of others by exact arithmetic', async () => {
    const columns = {
      Net: { product: ['Qty', 'Price'] },
      Double: { product: ['Qty', 2] },
      More: { sum: ['Qty', 'Price', 0.1] },
      Less: { difference: [1, 'Price'] },
      Back: { negative: 'Qty' },
      Size: { magnitude: 'Back' },
    }
    const rows = file('1,tea,3,0.1,x', '2,tea,-0.000001,0.5,x')
    expect(await notes(columns, '{Net} {Double} {More} {Less} {Back} {Size}', rows)).toEqual([
      '0.3 6 3.2 0.9 -3 3',
      '-0.000001 -0.000002 0.599999 0.5 0.000001 0.000001',
    ])
  })

  it('made of an empty one is empty', async () => {
    expect(await notes({ Net: { product: ['Qty', 'Price'] } }, '{Net}', file('1,tea,3,,x'))).toEqual([
      undefined,
    ])
  })

  it('made of what is not a number refuses the row', async () => {
    const rows = file('1,tea,three,4,x', '2,tea,1.1234567,4,x')
    expect(await notes({ Net: { product: ['Qty', 'Price'] } }, '{Net}', rows)).toEqual([
      [2, 'UNREADABLE_CELL'],
      [3, 'UNREADABLE_CELL'],
    ])
  })

  it('may be read in its own way under its own name, and used so by others', async () => {
    const columns = { Price: { number: { decimal: ',' } }, Net: { product: ['Qty', 'Price'] } }
    expect(await notes(columns, '{Net}', file('1,tea,3,"1,5",x'))).toEqual(['4.5'])
  })

  it('may be another one read otherwise', async () => {
    const columns = { Day: { date: 'dd.MM.yyyy', of: 'Code' } }
    expect(await notes(columns, '{Day} {Code}', file('1,tea,3,1,05.03.2027'))).toEqual([
      '2027-03-05 05.03.2027',
    ])
  })

  it('translates codes, empty ones too where it says so', async () => {
    const columns = { Kind: { values: { x: 'sale', y: null, '': 'none' }, of: 'Code' } }
    const rows = file('1,tea,1,1,x', '2,tea,1,1,y', '3,tea,1,1,')
    expect(await notes(columns, '{Kind}', rows)).toEqual(['sale', undefined, 'none'])
  })

  it('refuses a code it has no translation of, unless it says what others are', async () => {
    const rows = file('1,tea,1,1,z')
    expect(await notes({ Code: { values: { x: 'sale' } } }, '{Code}', rows)).toEqual([[2, 'UNKNOWN_VALUE']])
    expect(await notes({ Code: { values: { x: 'sale' }, otherwise: 'other' } }, '{Code}', rows)).toEqual([
      'other',
    ])
    expect(await notes({ Code: { values: { x: 'sale' } } }, '{Code}', file('1,tea,1,1,'))).toEqual([
      undefined,
    ])
  })

  it('is a text of several, also a part of a condition', async () => {
    const columns = { Key: { text: '{Sku}-{Code}' } }
    const event = { ...counted, note: '{Key}' }
    const { events } = await map(file('1,tea,1,1,x', '2,tea,1,1,y'), {
      columns,
      events: [{ when: { Key: 'tea-y' }, event }],
    })
    expect(events.map((made) => Reflect.get(made, 'note'))).toEqual(['tea-y'])
  })

  it('is the number of the row under #, unless the file has such a column', async () => {
    expect(await notes({}, '{#}', file('1,tea,1,1,x', '2,tea,1,1,x'))).toEqual(['1', '2'])
    const { events } = await map(['#,No,Sku,Qty', '9,1,tea,1'], {
      events: [{ event: { ...counted, note: '{#}' } }],
    })
    expect(Reflect.get(events[0] ?? {}, 'note')).toBe('9')
  })
})

describe('a column taken from a table', () => {
  const columns = { Cost: { take: 'cost', from: 'items', by: 'Sku' }, Net: { product: ['Qty', 'Cost'] } }
  const tables = { items: { file: 'items.csv', key: 'sku' } }
  const items = { 'items.csv': 'sku,cost\ntea,1.5\nmug,\n,9\n' }
  const rows = file('1,tea,2,,x', '2,mug,2,,x')

  it('is looked up by a key', async () => {
    expect(await notes(columns, '{Net}', rows, { tables }, items)).toEqual(['3', undefined])
  })

  it('refuses a row whose key the table has not, unless that may be', async () => {
    const unknown = file('1,cup,2,,x')
    expect(await notes(columns, '{Cost}', unknown, { tables }, items)).toEqual([[2, 'NOT_IN_TABLE']])
    const lenient = { Cost: { ...columns.Cost, missing: 'empty' } }
    expect(await notes(lenient, '{Cost}', unknown, { tables }, items)).toEqual([undefined])
    expect(await notes(columns, '{Cost}', ['No,Sku,Qty', '1,,2'], { tables }, items)).toEqual([undefined])
  })

  it('may lead on to another table', async () => {
    const chain = {
      Maker: { take: 'maker', from: 'items', by: 'Sku' },
      Town: { take: 'town', from: 'makers', by: 'Maker' },
    }
    const both = { items: { file: 'items.csv', key: 'sku' }, makers: { file: 'makers.csv', key: 'id' } }
    const files = { 'items.csv': 'sku,maker\ntea,7\n', 'makers.csv': 'id,town\n7,Assam\n' }
    expect(await notes(chain, '{Town}', file('1,tea,2,,x'), { tables: both }, files)).toEqual(['Assam'])
  })

  it.each([
    ['a second row under a key', 'sku,cost\ntea,1\ntea,2\n', 'INVALID_CSV'],
    ['no such column', 'sku,price\ntea,1\n', 'UNKNOWN_COLUMN'],
    ['no such key', 'code,cost\ntea,1\n', 'UNKNOWN_COLUMN'],
  ])('with %s is refused', async (_what, text, code) => {
    const mapped = notes(columns, '{Cost}', rows, { tables }, { 'items.csv': text })
    await expect(mapped).rejects.toThrow(expect.objectContaining({ code }))
  })
})
