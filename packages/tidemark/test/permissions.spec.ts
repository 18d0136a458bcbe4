import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { eventSchemas } from '@tidemark/domain'
import type { RecordedEvent } from '@tidemark/log'
import { firstValueFrom } from 'rxjs'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  type CountSheet,
  type EventType,
  type ImportReport,
  type Inventory,
  type InventoryEventInput,
  type InventoryView,
  type Permission,
  permissions,
  type Reject,
  type Snapshot,
  type Snapshots,
  stockProjection,
} from '../src/index.ts'
import { collected, event, fileOf, openTrade, received, sold } from './trade.ts'

const asOf = '2027-03-31T23:59:59.999Z'
const sale = sold('S9', '2027-03-20T09:00Z', '1', '10')

/** What an operation may be given that the host has at hand. */
interface Given {
  readonly view: InventoryView
  readonly sheet: CountSheet
}

/** What an operation needs, and how it is called; `null`: nobody but the host may. */
type Operation = readonly [
  needs: Permission | readonly Permission[] | null,
  call: (inventory: Inventory, given: Given) => unknown,
]

/** Every public operation, with the permission it needs. */
const operations: { readonly [operation: string]: Operation } = {
  as: [null, (inventory) => inventory.as({ id: 'root', permissions })],
  asOf: ['inventory.read', (inventory) => inventory.asOf(asOf)],
  anomalies: ['inventory.read', (inventory) => inventory.anomalies()],
  close: [null, (inventory) => inventory.close()],
  compare: ['inventory.read', (inventory, { view }) => inventory.compare(view, view)],
  events: ['inventory.read', (inventory) => firstValueFrom(inventory.events())],
  'counts.post': ['inventory.adjust', ({ counts }, { sheet }) => counts.post(sheet, { count: 'C1' })],
  'counts.sheet': ['inventory.read', ({ counts }) => counts.sheet({ branch: 'north', asOf })],
  head: ['inventory.read', (inventory) => inventory.head()],
  import: ['inventory.write', (inventory) => importing(inventory, sale)],
  importEvents: ['inventory.write', (inventory) => importingEvents(inventory, sale)],
  itemSales: [
    'inventory.read',
    (inventory) => inventory.itemSales('tea', { from: '2027-03-01T00:00Z', to: asOf }),
  ],
  itemSnapshot: ['inventory.read', (inventory) => inventory.itemSnapshot('tea', { branch: 'north', asOf })],
  itemsRecorded: [
    'inventory.read',
    (inventory, { view }) => inventory.itemsRecorded({ after: 0, through: view.position }),
  ],
  lastEventKnownTo: ['inventory.read', (inventory, { view }) => inventory.lastEventKnownTo(view)],
  now: ['inventory.read', (inventory) => inventory.now()],
  'periods.close': ['inventory.period', ({ periods }) => periods.close('2027-01-31T23:59:59.999Z')],
  'periods.list': ['inventory.read', ({ periods }) => periods.list()],
  'periods.reopen': ['inventory.period', ({ periods }) => periods.reopen(null)],
  processEvents: ['inventory.read', (inventory) => handleOne(inventory)],
  project: ['inventory.read', (inventory) => inventory.project(stockProjection).now()],
  record: ['inventory.write', (inventory) => inventory.record(sale)],
  recordDocument: ['inventory.write', (inventory) => inventory.recordDocument('D', [sale])],
  refusals: ['inventory.read', (inventory) => inventory.refusals([sale])],
  run: [null, (inventory) => inventory.run({ once: true })],
  trend: [
    'inventory.read',
    (inventory) => inventory.trend({ from: '2027-03-01T00:00Z', to: asOf, every: 'month-end' }),
  ],
  verify: ['inventory.read', (inventory) => inventory.verify()],
  'snapshots.archive': ['inventory.snapshot.create', ({ snapshots }) => snapshots.archive('march')],
  'snapshots.archivedRows': ['inventory.read', ({ snapshots }) => snapshots.archivedRows('march')],
  'snapshots.create': ['inventory.snapshot.create', ({ snapshots }) => snapshots.create({ asOf })],
  'snapshots.describe': [
    'inventory.snapshot.create',
    ({ snapshots }) => snapshots.describe('march', { name: 'March' }),
  ],
  'snapshots.discard': [
    'inventory.snapshot.create',
    ({ snapshots }) => snapshots.discard('march', { reason: 'typo' }),
  ],
  'snapshots.drift': ['inventory.read', ({ snapshots }) => snapshots.drift('march')],
  'snapshots.find': ['inventory.read', ({ snapshots }) => snapshots.find('march')],
  'snapshots.list': ['inventory.read', ({ snapshots }) => snapshots.list()],
  'snapshots.read': ['inventory.read', ({ snapshots }) => snapshots.read('march')],
  'snapshots.schedules.find': ['inventory.read', ({ snapshots }) => snapshots.schedules.find('books')],
  'snapshots.schedules.list': ['inventory.read', ({ snapshots }) => snapshots.schedules.list()],
  'snapshots.schedules.remove': [
    'inventory.snapshot.create',
    ({ snapshots }) => snapshots.schedules.remove('books'),
  ],
  'snapshots.schedules.set': [
    'inventory.snapshot.create',
    ({ snapshots }) => snapshots.schedules.set('daily', { every: 'day', timeZone: 'UTC' }),
  ],
  'snapshots.triggers.find': ['inventory.read', ({ snapshots }) => snapshots.triggers.find('sold out')],
  'snapshots.triggers.list': ['inventory.read', ({ snapshots }) => snapshots.triggers.list()],
  'snapshots.triggers.remove': [
    'inventory.snapshot.create',
    ({ snapshots }) => snapshots.triggers.remove('sold out'),
  ],
  'snapshots.triggers.set': [
    'inventory.snapshot.create',
    ({ snapshots }) => snapshots.triggers.set('counted', { on: ['CountPosted'] }),
  ],
  'snapshots.verify': ['inventory.read', ({ snapshots }) => snapshots.verify('march')],
  'snapshots.when': [['inventory.read', 'inventory.snapshot.create'], ({ snapshots }) => takenOf(snapshots)],
}

/** Every type of event, with the permission that recording one needs. */
const types: { readonly [type in EventType]: Permission } = {
  StockReceived: 'inventory.write',
  ReceiptCostAdjusted: 'inventory.adjust',
  StockReturnedToSupplier: 'inventory.write',
  StockSold: 'inventory.write',
  StockReturnedByCustomer: 'inventory.write',
  StockTransferred: 'inventory.write',
  StockAdjusted: 'inventory.adjust',
  LotCorrected: 'inventory.adjust',
  StockCounted: 'inventory.adjust',
  CountPosted: 'inventory.adjust',
  CountsInitialised: 'inventory.adjust',
  PurchaseOrderSaved: 'inventory.write',
  StockReserved: 'inventory.write',
  ReservationReleased: 'inventory.write',
  ChannelStockAllocated: 'inventory.write',
  LotHeld: 'inventory.write',
  LotReleased: 'inventory.write',
  CostRevalued: 'inventory.adjust',
  MarketCostSet: 'inventory.setup',
  ItemDefined: 'inventory.setup',
  BranchDefined: 'inventory.setup',
  CostingPolicySet: 'inventory.setup',
  MovementVoided: 'inventory.adjust',
  MovementAmended: 'inventory.adjust',
  PeriodClosed: 'inventory.period',
  PeriodReopened: 'inventory.period',
  SnapshotTaken: 'inventory.snapshot.create',
  SnapshotDescribed: 'inventory.snapshot.create',
  SnapshotDiscarded: 'inventory.snapshot.create',
  ScheduleSet: 'inventory.snapshot.create',
  ScheduleRemoved: 'inventory.snapshot.create',
  TriggerSet: 'inventory.snapshot.create',
  TriggerRemoved: 'inventory.snapshot.create',
}

async function importing(inventory: Inventory, ...lines: readonly object[]): Promise<unknown> {
  return unlessRefused((onReject) => inventory.import(fileOf(...lines), { onReject }))
}

async function importingEvents(inventory: Inventory, input: object): Promise<unknown> {
  async function* events() {
    yield [{ number: 1, input }]
  }
  return unlessRefused((onReject) => inventory.importEvents(events(), { onReject }))
}

/** An import is refused line by line: here the first refusal is thrown. */
async function unlessRefused(
  run: (onReject: (reject: Reject) => void) => Promise<ImportReport>,
): Promise<ImportReport> {
  const rejects: Reject[] = []
  const report = await run((reject) => rejects.push(reject))
  const [reject] = rejects
  if (reject !== undefined) throw Object.assign(new Error(reject.reason), { code: reject.code })
  return report
}

async function handleOne(inventory: Inventory): Promise<void> {
  const enough = new AbortController()
  await inventory.processEvents({
    checkpoint: { load: async () => undefined, save: async () => {} },
    signal: enough.signal,
    handle: async () => enough.abort(),
  })
}

/** The first snapshot that a predicate of the caller's own takes. */
function takenOf(snapshots: Snapshots): Promise<Snapshot> {
  const checkpoint = { load: async () => undefined, save: async () => {} }
  return firstValueFrom(snapshots.when('any', { predicate: () => true, checkpoint }))
}

/** A workspace with an archived snapshot, a schedule, a trigger and a closed period, and everything in its log. */
async function shop() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { inventory, log, clock } = openTrade({ archive: { folder } })
  await inventory.record(received('R1', '2027-03-01T09:00Z', '10', '4'))
  await inventory.snapshots.create({ id: 'march', asOf, archive: true })
  await inventory.snapshots.schedules.set('books', { every: 'month-end', timeZone: 'UTC' })
  await inventory.snapshots.triggers.set('sold out', { when: 'stock-out' })
  await inventory.periods.close('2026-12-31T23:59:59.999Z')
  const view = await inventory.asOf(asOf)
  const { lines, ...sheet } = await inventory.counts.sheet({ branch: 'north', asOf })
  const counted = { ...sheet, lines: lines.map((line) => ({ ...line, counted: '10' })) }
  const recorded = async (): Promise<readonly RecordedEvent[]> => (await collected(log.readAll())).flat()
  return { inventory, log, clock, view, given: { view, sheet: counted }, recorded }
}

const listed = (needs: Operation[0]): readonly Permission[] =>
  needs === null ? [] : typeof needs === 'string' ? [needs] : needs
const allBut = (permission: Permission | null) => permissions.filter((one) => one !== permission)
/** What a call comes to: of one that answers at once, too. */
const outcomeOf = async (call: () => unknown): Promise<unknown> => {
  try {
    return await call()
  } catch (error) {
    return error
  }
}

/** The names of all public methods of an object, and of the objects it has. */
function operationsOf(object: object, prefix = ''): readonly string[] {
  const prototype: object = Object.getPrototypeOf(object)
  const inherited = prototype === Object.prototype ? [] : Object.getOwnPropertyNames(prototype)
  const own = Object.entries(object)
  const methods = [
    ...inherited,
    ...own.flatMap(([name, value]) => (typeof value === 'function' ? [name] : [])),
  ]
  const parts = own.filter(([, value]) => typeof value === 'object' && value !== null)
  return [
    ...methods.filter((name) => name !== 'constructor').map((name) => prefix + name),
    ...parts.flatMap(([name, part]) => operationsOf(part, `${prefix}${name}.`)),
  ]
}

const rows = Object.entries(operations).map(([operation, [needs, call]]) => [operation, needs, call] as const)

describe('permissions', () => {
  it('are said of every public operation and of every type of event', async () => {
    const { inventory } = await shop()
    expect(Object.keys(operations).sort()).toEqual([...operationsOf(inventory)].sort())
    expect(Object.keys(types).sort()).toEqual(Object.keys(eventSchemas).sort())
  })

  it.each(rows)('%s is denied without %s, and leaves nothing in the log', async (operation, needs, call) => {
    const { inventory, given, recorded } = await shop()
    const before = await recorded()
    for (const lacking of needs === null ? [null] : listed(needs)) {
      const outcome = await outcomeOf(() =>
        call(inventory.as({ id: 'kim', permissions: allBut(lacking) }), given),
      )
      expect(outcome).toMatchObject({
        code: 'PERMISSION_DENIED',
        message: expect.stringContaining(lacking ?? `${operation} is for the host itself`),
      })
    }
    expect(await recorded()).toEqual(before)
  })

  const allowed = rows.filter(([, needs]) => needs !== null)
  it.each(allowed)('%s needs nothing but %s', async (_operation, needs, call) => {
    const { inventory, given } = await shop()
    const granted = listed(needs)
    expect(
      await outcomeOf(() => call(inventory.as({ id: 'kim', permissions: granted }), given)),
    ).not.toBeInstanceOf(Error)
  })

  it.each(Object.entries(types))('recording %s needs %s', async (type, needs) => {
    const { inventory, recorded } = await shop()
    const before = await recorded()
    const input = examples[type as EventType]
    const denied = inventory.as({ id: 'kim', permissions: allBut(needs) })
    expect(await outcomeOf(() => denied.record(input))).toMatchObject({
      code: 'PERMISSION_DENIED',
      details: { permission: needs, actor: 'kim' },
    })
    expect(await outcomeOf(() => importing(denied, input))).toMatchObject({ code: 'PERMISSION_DENIED' })
    expect(await recorded()).toEqual(before)
    await inventory.as({ id: 'kim', permissions: [needs] }).record(input)
    expect((await recorded()).at(-1)).toMatchObject({ type, data: { actor: 'kim' } })
  })

  it('let nobody into a closed period who may not close one', async () => {
    const { inventory } = await shop()
    await inventory.record(examples.PeriodClosed)
    const late = { ...sale, late: 'accept' as const }
    const clerk = inventory.as({ id: 'kim', permissions: ['inventory.write'] })
    expect(await outcomeOf(() => clerk.record(late))).toMatchObject({
      code: 'PERMISSION_DENIED',
      details: { permission: 'inventory.period' },
    })
    await inventory.as({ id: 'eve', permissions: ['inventory.write', 'inventory.period'] }).record(late)
  })

  it('refuse a batch as a whole', async () => {
    const { inventory, recorded } = await shop()
    const before = await recorded()
    const clerk = inventory.as({ id: 'kim', permissions: ['inventory.write'] })
    const batch = clerk.record([sale, examples.StockAdjusted])
    await expect(batch).rejects.toMatchObject({ details: { permission: 'inventory.adjust' } })
    expect(await recorded()).toEqual(before)
  })

  it('of an import count line by line', async () => {
    const { inventory } = await shop()
    const rejects: string[] = []
    const clerk = inventory.as({ id: 'kim', permissions: ['inventory.write'] })
    const report = await clerk.import(
      fileOf(
        examples.StockAdjusted,
        sale,
        sold('S8', '2029-03-20T09:00Z', '2', '10'),
        sold('S9', '2027-03-20T09:00Z', '3', '10'),
        sold('S10', '2027-03-20T09:00Z', '2', '10'),
      ),
      {
        onReject: ({ line, code }) => rejects.push(`${line} ${code}`),
      },
    )
    expect(report).toEqual({ imported: 2, alreadyThere: 0, refused: 3 })
    expect(rejects).toEqual(['1 PERMISSION_DENIED', '3 FROM_THE_FUTURE', '4 MOVEMENT_CONFLICT'])
  })

  it('let nobody say when something became known who may not set up a workspace', async () => {
    const { inventory: empty } = openTrade()
    const file = () => fileOf({ ...sale, recordedAt: '2027-03-21T09:00Z' })
    const clerk = empty.as({ id: 'kim', permissions: ['inventory.write'] })
    expect(await clerk.import(file(), { history: true })).toMatchObject({ imported: 0, refused: 1 })
    const founder = empty.as({ id: 'eve', permissions: ['inventory.write', 'inventory.setup'] })
    expect(await founder.import(file(), { history: true })).toMatchObject({ imported: 1, refused: 0 })
  })

  it('cannot be widened by whoever acts, nor granted under a wrong name', async () => {
    const { inventory } = await shop()
    const granted: Permission[] = ['inventory.read']
    const reader = inventory.as({ id: 'kim', permissions: granted })
    granted.push('inventory.write')
    await expect(reader.record(sale)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
    expect(() => Object.assign(reader, { snapshots: inventory.snapshots })).toThrow(TypeError)
    const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' })
    // A host without types may write anything.
    const everything = ['inventory.everything'] as unknown as Permission[]
    expect(() => inventory.as({ id: 'kim', permissions: everything })).toThrow(refused)
    for (const id of ['', ' kim', 'k'.repeat(257), '\ud800']) {
      expect(() => inventory.as({ id, permissions: [] })).toThrow(refused)
    }
  })
})

describe('the actor', () => {
  const clerk = (inventory: Inventory, id: string) => inventory.as({ id, permissions: ['inventory.write'] })

  it('is on every fact that is recorded for someone, also on snapshots', async () => {
    const { inventory, recorded } = await shop()
    const first = (await recorded()).length
    const auditor = inventory.as({ id: 'ann', permissions: ['inventory.snapshot.create', 'inventory.read'] })
    await auditor.snapshots.create({ id: 'again', asOf })
    await auditor.snapshots.describe('again', { name: 'Again' })
    await auditor.snapshots.discard('again', { reason: 'enough' })
    await clerk(inventory, 'kim').record(sale)
    const all = (await recorded()).map(({ type, data }) => [type, data?.actor ?? null])
    expect(all.slice(0, first).map(([, actor]) => actor)).toEqual(Array.from({ length: first }, () => null))
    expect(all.slice(first)).toEqual([
      ['SnapshotTaken', 'ann'],
      ['SnapshotDescribed', 'ann'],
      ['SnapshotDiscarded', 'ann'],
      ['StockSold', 'kim'],
    ])
  })

  it('is nobody else than who records it', async () => {
    const { inventory } = await shop()
    const forged = clerk(inventory, 'kim').record({ ...sale, actor: 'eve' })
    await expect(forged).rejects.toMatchObject({ code: 'ANOTHER_ACTOR' })
    const [own] = await clerk(inventory, 'kim').record({ ...sale, actor: 'kim' })
    expect(own?.alreadyRecorded).toBe(false)
  })

  it('of what a worker takes is who set the schedule or the trigger', async () => {
    const { inventory, clock, recorded } = await shop()
    const rules = (id: string) => inventory.as({ id, permissions: ['inventory.snapshot.create'] }).snapshots
    await rules('ann').schedules.set('hers', { every: 'month-end', timeZone: 'UTC' })
    await rules('bob').triggers.set('his', { on: ['StockSold'] })
    await inventory.record(sold('S9', '2027-12-31T00:00Z', '1', '10'))
    clock.now = Date.parse('2028-01-01T00:00Z')
    await inventory.run({ once: true })
    const taken = (await recorded()).filter(({ type }) => type === 'SnapshotTaken').slice(1)
    const actors = taken.map(({ data }) => `${data?.name}: ${data?.actor ?? 'nobody'}`)
    expect(actors.sort()).toEqual([
      'Month-End December 2027: ann',
      'Month-End December 2027: nobody',
      'his tea 2027-12-31 00:00: bob',
    ])
  })

  it('stays the first one when somebody else repeats a fact', async () => {
    const { inventory, recorded } = await shop()
    await clerk(inventory, 'kim').record(sale)
    const [again] = await clerk(inventory, 'eve').record(sale)
    expect(again?.alreadyRecorded).toBe(true)
    expect((await recorded()).at(-1)?.data?.actor).toBe('kim')
    const other = clerk(inventory, 'eve').record(sold('S9', '2027-03-20T09:00Z', '2', '10'))
    await expect(other).rejects.toMatchObject({ code: 'MOVEMENT_CONFLICT' })
  })
})

describe('workspaces', () => {
  it('are separate: no operation of one reads or writes what is in another', async () => {
    const { inventory, log, view, recorded } = await shop()
    const { inventory: other } = openTrade({ log, workspace: 'other' })
    const theirs = await inventory.head()
    const before = await recorded()
    expect(await other.head()).toMatchObject({ events: 0, lastEvent: null })
    expect([...(await other.asOf(asOf)).levels()]).toEqual([])
    expect(await other.snapshots.list()).toEqual([])
    const knownThrough = theirs.lastEvent ?? undefined
    await expect(other.asOf(asOf, { knownThrough })).rejects.toMatchObject({
      code: 'UNKNOWN_KNOWLEDGE_POINT',
    })
    const { snapshots } = other
    const ofSnapshot = [
      () => snapshots.find('march'),
      () => snapshots.read('march'),
      () => snapshots.verify('march'),
      () => snapshots.drift('march'),
      () => snapshots.describe('march', { name: 'ours' }),
      () => snapshots.discard('march', { reason: 'ours' }),
    ]
    for (const call of ofSnapshot) {
      expect(await outcomeOf(call)).toMatchObject({ code: 'UNKNOWN_SNAPSHOT' })
    }
    expect(() => other.compare(view, view)).toThrow(expect.objectContaining({ code: 'ANOTHER_WORKSPACE' }))
    const correction = examples.MovementVoided
    await expect(other.record(correction)).rejects.toMatchObject({ code: 'UNKNOWN_MOVEMENT' })
    expect(await recorded()).toEqual(before)
    await other.record(received('R1', '2027-03-01T09:00Z', '1', '1'))
    expect((await inventory.asOf(asOf)).totals()).toEqual([{ onHand: '10', value: '40', items: 1 }])
  })
})

const at = '2027-03-15T09:00Z'
const none = { item: undefined, branch: undefined }
const one = (type: EventType, fields: Parameters<typeof event>[3]) => event(type, `X-${type}`, at, fields)
const lot = { lot: 'L', quantity: '1' }

/** One event of each type. */
const examples: { readonly [type in EventType]: InventoryEventInput } = {
  StockReceived: one('StockReceived', { quantity: '1', unitCost: '1' }),
  ReceiptCostAdjusted: one('ReceiptCostAdjusted', { branch: undefined, receipt: 'R1', amount: '1' }),
  StockReturnedToSupplier: one('StockReturnedToSupplier', { quantity: '1' }),
  StockSold: one('StockSold', { quantity: '1', netAmount: '1' }),
  StockReturnedByCustomer: one('StockReturnedByCustomer', { quantity: '1', netAmount: '1' }),
  StockTransferred: one('StockTransferred', { branch: undefined, from: 'north', to: 'south', quantity: '1' }),
  StockAdjusted: one('StockAdjusted', { quantity: '-1', reason: 'damage' }),
  LotCorrected: one('LotCorrected', { to: 'L', quantity: '1' }),
  StockCounted: one('StockCounted', { quantity: '1' }),
  CountPosted: one('CountPosted', {}),
  CountsInitialised: one('CountsInitialised', {}),
  PurchaseOrderSaved: one('PurchaseOrderSaved', { purchaseOrder: 'P', quantity: '1', status: 'ordered' }),
  StockReserved: one('StockReserved', { reservation: 'V', quantity: '1' }),
  ReservationReleased: one('ReservationReleased', { reservation: 'V', quantity: '1' }),
  ChannelStockAllocated: one('ChannelStockAllocated', { channel: 'web', quantity: '1' }),
  LotHeld: one('LotHeld', { lot: lot.lot }),
  LotReleased: one('LotReleased', { lot: lot.lot }),
  CostRevalued: one('CostRevalued', { unitCost: '1' }),
  MarketCostSet: one('MarketCostSet', { unitCost: '1' }),
  ItemDefined: one('ItemDefined', { branch: undefined, name: 'Tea' }),
  BranchDefined: one('BranchDefined', { item: undefined, name: 'North' }),
  CostingPolicySet: one('CostingPolicySet', { ...none, negativeStock: 'allow' }),
  MovementVoided: one('MovementVoided', { branch: undefined, movement: 'R1', reason: 'typo' }),
  MovementAmended: one('MovementAmended', { branch: undefined, movement: 'R1', changes: { quantity: '9' } }),
  PeriodClosed: one('PeriodClosed', { ...none, through: asOf }),
  PeriodReopened: one('PeriodReopened', { ...none, through: null }),
  SnapshotTaken: one('SnapshotTaken', {
    ...none,
    snapshot: 'X',
    name: 'X',
    asOf: at,
    knownThrough: null,
    format: 1,
    buckets: Array.from({ length: 256 }, () => '0'),
    digest: '0'.repeat(64),
    totals: { onHand: '0', value: '0', items: 0 },
    cause: { kind: 'manual' },
  }),
  SnapshotDescribed: one('SnapshotDescribed', { ...none, snapshot: 'march', name: 'M' }),
  SnapshotDiscarded: one('SnapshotDiscarded', { ...none, snapshot: 'march', reason: 'typo' }),
  ScheduleSet: one('ScheduleSet', { ...none, schedule: 'X', every: 'month-end', timeZone: 'UTC' }),
  ScheduleRemoved: one('ScheduleRemoved', { ...none, schedule: 'X' }),
  TriggerSet: one('TriggerSet', { ...none, trigger: 'X', on: ['CountPosted'] }),
  TriggerRemoved: one('TriggerRemoved', { ...none, trigger: 'X' }),
}
