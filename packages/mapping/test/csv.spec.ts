import { describe, expect, it } from 'vitest'
import { mapEvents, parseMapping } from '../src/index.ts'
import { allOf, bytesOf, counted, map } from './map.ts'

const one = { events: [{ event: counted }] }
const skus = (events: readonly object[]) => events.map((event) => Reflect.get(event, 'item'))

describe('a CSV file', () => {
  it('may have quotes, line ends in cells, blanks around cells, blank lines, CRLF and a byte order mark', async () => {
    const text = '\uFEFFNo,Sku,Qty\r\n1, "tea ""green""" ,1\r\n\r\n2,"mug\nlarge",2\r\n3,12" plate,3'
    const { events } = await map(text.replace(' "tea', '"tea').replace('""" ,', '""",'), one)
    expect(skus(events)).toEqual(['tea "green"', 'mug\nlarge', '12" plate'])
  })

  it('may have another delimiter, no header, another encoding', async () => {
    const csv = { delimiter: ';', encoding: 'windows-1252', header: ['No', 'Sku', 'Qty'] }
    const bytes = bytesOf(Buffer.from('1;caf\u00e9;2\n', 'latin1'))
    const pieces = await allOf(mapEvents(bytes, parseMapping({ ...one, csv })))
    expect(pieces).toEqual([[{ number: 1, input: expect.objectContaining({ item: 'café' }) }]])
  })

  it('tells of a row with more or fewer cells, and of the line it is on', async () => {
    const { events, errors } = await map(['No,Sku,Qty', '1,"a', 'b",1', '2,tea', '3,tea,1,x', '4,tea,1'], one)
    expect(skus(events)).toEqual(['a\nb', 'tea'])
    expect(errors).toEqual([
      [4, 'INVALID_ROW'],
      [5, 'INVALID_ROW'],
    ])
  })

  it.each([
    ['is not of its encoding', Buffer.from([0x4e, 0x6f, 0x0a, 0xff, 0xfe, 0x0a])],
    ['has two columns of one name', Buffer.from('No,Sku,No\n')],
    ['never closes a quote', Buffer.from('No,Sku,Qty\n1,"tea,1\n2,mug,1\n')],
    ['has a row of more than a mebibyte', Buffer.from(`No,Sku,Qty\n1,"${'x'.repeat(2 ** 20)}",1\n`)],
  ])('that %s is refused as a whole', async (_what, bytes) => {
    async function* whole() {
      yield bytes
    }
    const mapped = allOf(mapEvents(whole(), parseMapping(one)))
    await expect(mapped).rejects.toThrow(expect.objectContaining({ code: 'INVALID_CSV' }))
  })

  it('that is empty gives nothing', async () => {
    expect(await map('', one)).toEqual({ events: [], errors: [], skipped: 0 })
  })

  it('that cannot be read to its end raises what stopped it', async () => {
    async function* broken() {
      yield Buffer.from('No,Sku,Qty\n1,tea,1\n')
      throw new Error('the disk is gone')
    }
    await expect(allOf(mapEvents(broken(), parseMapping(one)))).rejects.toThrow('the disk is gone')
  })

  it('is read as it comes: events are there before the file ends', async () => {
    let given = 0
    async function* endless() {
      yield Buffer.from('No,Sku,Qty\n')
      for (;;) yield Buffer.from(`${++given},tea,1\n`.repeat(100))
    }
    let seen = 0
    for await (const piece of mapEvents(endless(), parseMapping(one))) {
      seen += piece.length
      if (seen > 5000) break
    }
    expect(given * 100 - seen).toBeLessThan(20_000)
  })
})
