import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { memoryLog } from '@tidemark/log'
import { describe, expect, it, onTestFinished } from 'vitest'
import { digestOfBuckets, folderArchive, openInventory, type SnapshotArchive } from '../src/index.ts'
import { collected, openTrade, received, sold } from './trade.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })
const endOfMarch = '2027-03-31T23:59:59.999Z'

function archiveFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const teas = (quantity: string) => [
  received('R1', '2027-03-01T09:00Z', quantity, '4'),
  sold('S1', '2027-03-05T09:00Z', '2', '20'),
]

const trade = (quantity: string) => [
  ...teas(quantity),
  received('R1', '2027-03-02T09:00Z', '5', '2', { item: 'mug' }),
  received('R2', '2027-03-02T09:00Z', '1', '2', { item: 'mug', branch: 'south\u2028quay' }),
]

/** March, frozen and archived. */
async function archivedMarch() {
  const folder = archiveFolder()
  const { inventory, log } = openTrade({ archive: { folder } })
  await inventory.record(trade('10'))
  const snapshot = await inventory.snapshots.create({ id: 'march', asOf: endOfMarch, archive: true })
  return { inventory, log, folder, snapshot, file: path.join(folder, `${snapshot.digest}.jsonl`) }
}

/** The same snapshot over a log that tells something else. */
async function overOtherFacts(
  { log, folder }: Awaited<ReturnType<typeof archivedMarch>>,
  facts = [...trade('11'), received('R3', '2027-03-02T09:00Z', '1', '2', { item: 'cup' })],
) {
  const other = memoryLog()
  const { inventory } = openTrade({ log: other, archive: { folder } })
  await inventory.record(facts)
  const [taken] = await log.find('main.snapshot-march', ['taken/march'])
  if (taken?.data == null) throw new Error('the snapshot was taken')
  const knownThrough = (await inventory.head()).lastEvent
  const event = { id: taken.id, type: taken.type, data: { ...taken.data, knownThrough } }
  await other.append([{ stream: taken.stream, expectedRevision: -1, events: [event] }])
  return inventory
}

describe('the archive of a snapshot', () => {
  it('is told by its code when it is where no folder can be', async () => {
    const folder = path.join(archiveFolder(), 'a file')
    writeFileSync(folder, '')
    const { inventory } = openTrade({ archive: { folder } })
    await inventory.record(trade('10'))
    const creating = inventory.snapshots.create({ id: 'march', asOf: endOfMarch, archive: true })
    await expect(creating).rejects.toMatchObject({ code: 'ARCHIVE_UNAVAILABLE', cause: { code: 'EEXIST' } })
    await expect(creating).rejects.not.toThrow(folder)
  })

  it('is told by its code when a file of it cannot be read', async () => {
    const { inventory, file } = await archivedMarch()
    rmSync(file)
    mkdirSync(file)
    const reading = inventory.snapshots.archivedRows('march')
    await expect(reading).rejects.toThrow(code('ARCHIVE_UNAVAILABLE'))
  })

  it('holds its rows as JSON Lines under its digest, which anyone can compute again', async () => {
    const { folder, file, inventory } = await archivedMarch()
    expect(readdirSync(folder)).toEqual([path.basename(file)])
    expect(readFileSync(file, 'utf8')).toBe(
      [
        '["mug","north","5","10","2","2",null,null,null,"2027-03-02T09:00:00.000Z",null,null,"0","0","5"]',
        '["mug","south\u2028quay","1","2","2","2",null,null,null,"2027-03-02T09:00:00.000Z",null,null,"0","0","1"]',
        '["tea","north","8","32","4","4",null,"2027-03-05T09:00:00.000Z",null,"2027-03-01T09:00:00.000Z",null,null,"0","0","8"]',
        '',
      ].join('\n'),
    )
    const { buckets, digest } = await inventory.snapshots.find('march')
    expect(digestOfBuckets(buckets)).toBe(digest)
    const rows = await collected(await inventory.snapshots.archivedRows('march'))
    const view = await inventory.snapshots.read('march')
    expect(rows).toEqual([...view.levels()])
  })

  it('is written once: what is there stays as it is', async () => {
    const { inventory, file } = await archivedMarch()
    const { mtimeMs, ino } = statSync(file)
    await inventory.snapshots.archive('march')
    expect(statSync(file)).toMatchObject({ mtimeMs, ino })
    expect(statSync(file).mode & 0o222).toBe(0)
  })

  it('is not said to hold rows while others are in their place', async () => {
    const { inventory, file } = await archivedMarch()
    chmodSync(file, 0o644)
    writeFileSync(file, 'junk\n')
    await expect(inventory.snapshots.archive('march')).rejects.toThrow(code('ARCHIVE_DAMAGED'))
    expect(readFileSync(file, 'utf8')).toBe('junk\n')
  })

  it('says so where something else than a file is in the place of its rows', async () => {
    const { inventory, file } = await archivedMarch()
    rmSync(file)
    mkdirSync(file)
    for (const ask of ['archive', 'archivedRows', 'verify'] as const) {
      await expect(inventory.snapshots[ask]('march')).rejects.toThrow(code('ARCHIVE_UNAVAILABLE'))
    }
  })

  it('is made of a snapshot that was taken without one, too', async () => {
    const folder = archiveFolder()
    const { inventory } = openTrade({ archive: { folder } })
    await inventory.record(trade('10'))
    await inventory.snapshots.create({ id: 'march', asOf: endOfMarch })
    expect(await inventory.snapshots.verify('march')).toMatchObject({ ok: true, archive: 'none' })
    await expect(inventory.snapshots.archivedRows('march')).rejects.toThrow(code('NOT_ARCHIVED'))
    await inventory.snapshots.archive('march')
    expect(await inventory.snapshots.verify('march')).toMatchObject({ ok: true, archive: 'whole' })
  })

  it('may be an object store of the host', async () => {
    const kept = new Map<string, Uint8Array>()
    const archive: SnapshotArchive = {
      async read(digest) {
        const bytes = kept.get(digest)
        return bytes && ReadableStream.from([bytes])
      },
      async write(digest, bytes) {
        if (!kept.has(digest)) kept.set(digest, Buffer.concat([...bytes]))
      },
    }
    const { inventory } = openTrade({ archive })
    await inventory.record(trade('10'))
    const { digest } = await inventory.snapshots.create({ id: 'march', asOf: endOfMarch, archive: true })
    expect([...kept.keys()]).toEqual([digest])
    expect(await inventory.snapshots.verify('march')).toMatchObject({ ok: true, archive: 'whole' })
  })

  it('asked for where there is none is refused, and nothing is taken', async () => {
    const { inventory } = openTrade()
    await inventory.record(trade('10'))
    const create = inventory.snapshots.create({ id: 'march', asOf: endOfMarch, archive: true })
    await expect(create).rejects.toThrow(code('NO_ARCHIVE'))
    expect(await inventory.snapshots.list()).toEqual([])
    await expect(inventory.snapshots.archive('march')).rejects.toThrow(code('NO_ARCHIVE'))
  })

  it('has the snapshots of schedules and of period closes without being asked, others when asked', async () => {
    const { inventory, clock } = openTrade({ archive: { folder: archiveFolder() } })
    const { schedules, triggers } = inventory.snapshots
    await schedules.set('books', { every: 'month-end', timeZone: 'UTC' })
    await triggers.set('closed', { on: ['PeriodClosed'] })
    await triggers.set('sold', { on: ['StockSold'] })
    await inventory.record(trade('10'))
    clock.now = Date.parse('2028-01-01T00:00Z')
    await inventory.periods.close(endOfMarch)
    await inventory.run({ once: true })
    const states: string[] = []
    for (const { id, name } of await inventory.snapshots.list()) {
      states.push(`${name}: ${(await inventory.snapshots.verify(id)).archive}`)
    }
    expect(states.sort()).toEqual([
      'Month-End December 2027: whole',
      'closed 2028-01-01 00:00: whole',
      'sold tea 2027-03-05 09:00: none',
    ])
  })

  it('is not missed by schedules where there is none', async () => {
    const { inventory, clock } = openTrade()
    await inventory.snapshots.schedules.set('books', { every: 'month-end', timeZone: 'UTC' })
    await inventory.snapshots.triggers.set('closed', { on: ['PeriodClosed'] })
    await inventory.record(trade('10'))
    clock.now = Date.parse('2028-01-01T00:00Z')
    await inventory.periods.close(endOfMarch)
    await inventory.run({ once: true })
    expect(await inventory.snapshots.list()).toHaveLength(2)
  })

  it('leads nowhere else, whatever a log calls a digest', async () => {
    await expect(folderArchive(archiveFolder()).read('../../etc/passwd')).rejects.toThrow(RangeError)
  })
})

describe('verification', () => {
  it('names the items that differ and the first differing row, by what was archived', async () => {
    const inventory = await overOtherFacts(await archivedMarch())
    const verification = await inventory.snapshots.verify('march')
    expect(verification).toMatchObject({
      ok: false,
      archive: 'whole',
      items: ['cup', 'tea'],
      firstDifference: { item: 'cup', branch: 'north', archived: null, replayed: { onHand: '1' } },
    })
    expect(verification.buckets).toHaveLength(2)
    await expect(inventory.snapshots.archive('march')).rejects.toThrow(code('SNAPSHOT_DIFFERS'))
  })

  it('names the items of the buckets that differ where nothing is archived', async () => {
    const march = await archivedMarch()
    rmSync(march.file)
    const inventory = await overOtherFacts(march)
    expect(await inventory.snapshots.verify('march')).toMatchObject({
      ok: false,
      archive: 'none',
      items: ['cup', 'tea'],
      firstDifference: null,
    })
  })

  it('names an item that happened later than it did, where nothing is archived', async () => {
    const march = await archivedMarch()
    rmSync(march.file)
    const mug = received('R1', '2027-04-02T09:00Z', '5', '2', { item: 'mug' })
    const inventory = await overOtherFacts(march, [...teas('10'), mug])
    expect(await inventory.snapshots.verify('march')).toMatchObject({ ok: false, items: ['mug'] })
  })

  it('names an item that the log no longer has, where a damaged archive has it', async () => {
    const march = await archivedMarch()
    chmodSync(march.file, 0o644)
    writeFileSync(march.file, `${readFileSync(march.file, 'utf8')}junk\n`)
    const inventory = await overOtherFacts(march, teas('10'))
    expect(await inventory.snapshots.verify('march')).toMatchObject({
      ok: false,
      archive: 'damaged',
      items: ['mug'],
    })
  })

  it.each([
    ['a figure', (text: string) => text.replace('"32"', '"33"'), { item: 'tea', archived: { value: '33' } }],
    ['a line', (text: string) => text.slice(text.indexOf('\n') + 1), { item: 'mug', archived: null }],
    ['the end', (text: string) => text.slice(0, -9), { item: 'tea', archived: null }],
    [
      'the order',
      (text: string) => text.split('\n').toReversed().join('\n'),
      { item: 'mug', branch: 'north' },
    ],
  ])('tells an archive that is damaged: %s', async (_what, damage, firstDifference) => {
    const { inventory, file } = await archivedMarch()
    chmodSync(file, 0o644)
    writeFileSync(file, damage(readFileSync(file, 'utf8')))
    expect(await inventory.snapshots.verify('march')).toMatchObject({
      ok: false,
      buckets: [],
      archive: 'damaged',
      firstDifference,
    })
    await expect(inventory.snapshots.archivedRows('march')).rejects.toThrow(code('ARCHIVE_DAMAGED'))
  })
})

describe('the list of snapshots', () => {
  it('is filtered by text, by cause and by period, or by all of them', async () => {
    const { inventory, log, clock } = openTrade()
    await inventory.record(trade('10'))
    await inventory.snapshots.create({ id: 'a', asOf: '2027-03-31T00:00Z', name: 'Month-End March 2027' })
    await inventory.snapshots.create({ id: 'b', asOf: '2027-04-30T00:00Z', description: 'as filed in march' })
    await inventory.snapshots.create({ id: 'c', asOf: '2027-05-31T00:00Z' })
    const [taken] = await log.find('main.snapshot-c', ['taken/c'])
    const data = { ...taken?.data, snapshot: 'd', cause: { kind: 'schedule', schedule: 'books' } }
    await log.append([
      {
        stream: 'main.snapshot-d',
        expectedRevision: -1,
        events: [{ id: 'taken/d', type: 'SnapshotTaken', data }],
      },
    ])
    const { snapshots } = openInventory({ log, clock: () => clock.now })
    const ids = async (filter: Parameters<typeof snapshots.list>[0]) =>
      (await snapshots.list(filter)).map(({ id }) => id)
    expect(await ids({})).toEqual(['d', 'c', 'b', 'a'])
    expect(await ids({ text: 'MARCH' })).toEqual(['b', 'a'])
    expect(await ids({ cause: 'schedule' })).toEqual(['d'])
    expect(await ids({ cause: 'trigger' })).toEqual([])
    expect(await ids({ from: '2027-04-30T00:00Z', to: '2027-05-30T00:00Z' })).toEqual(['b'])
    expect(await ids({ text: 'march', cause: 'manual', to: '2027-03-31T00:00Z' })).toEqual(['a'])
    await expect(ids({ from: 'march' })).rejects.toThrow(code('INVALID_TIME'))
  })
})
