import { type Checkpoint, memoryLog, type Position, type RecordedEvent } from '@tidemark/log'
import { bufferCount, filter, firstValueFrom, map, type Observable, take, takeUntil, toArray } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { type Inventory, type InventoryEventInput, openInventory, type SetTrigger } from '../src/index.ts'
import { essences, names, simulate, start } from './running.ts'
import { event, received, sold } from './trade.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })
const at = (text: string) => Date.parse(text)

function checkpointInMemory(): Checkpoint & { reached: Position | undefined } {
  return {
    reached: undefined,
    async load() {
      return this.reached
    },
    async save(position) {
      this.reached = position
    },
  }
}

/** Sets a trigger, records, lets a worker run once, and tells which events were frozen. */
async function frozen(
  trigger: SetTrigger,
  ...events: readonly InventoryEventInput[]
): Promise<readonly string[]> {
  const { inventory, clock } = simulate('2027-06-01T00:00Z')
  await inventory.snapshots.triggers.set('rule', trigger)
  for (const one of events) await inventory.record(one)
  await inventory.run({ clock, once: true })
  return causes(inventory)
}

async function causes(inventory: Inventory): Promise<readonly string[]> {
  const all = await inventory.snapshots.list()
  return all.map(({ cause }) => cause.event ?? '').reverse()
}

describe('a trigger', () => {
  it('is set, set anew, listed and removed', async () => {
    const { inventory } = simulate('2027-06-01T00:00Z')
    const { triggers } = inventory.snapshots
    expect(await triggers.set('empty', { when: 'stock-out', branch: 'north', cooldown: '1h' })).toEqual({
      trigger: 'empty',
      on: expect.arrayContaining(['StockSold', 'MovementVoided']),
      when: 'stock-out',
      item: null,
      branch: 'north',
      where: {},
      cooldown: '1h',
      template: '[Trigger] [Item] [Date] [Time]',
      backfill: false,
      setAt: at('2027-06-01T00:00Z'),
    })
    await triggers.set('empty', { when: 'stock-out', branch: 'north', cooldown: '1h' })
    expect((await inventory.head()).events).toBe(1)
    await triggers.set('empty', { when: 'stock-out' })
    await triggers.set('counts', { on: ['CountPosted', 'PeriodClosed'] })
    expect((await triggers.list()).map(({ trigger, branch }) => [trigger, branch])).toEqual([
      ['counts', null],
      ['empty', null],
    ])
    await triggers.remove('empty')
    expect((await triggers.list()).map(({ trigger }) => trigger)).toEqual(['counts'])
    await expect(triggers.remove('empty')).rejects.toThrow(code('UNKNOWN_TRIGGER'))
  })

  it.each([
    {},
    { on: [] },
    { on: ['SnapshotTaken'] },
    { on: ['Sold'] },
    { on: ['StockSold'], when: 'sold-out' },
    { on: ['PeriodClosed'], when: 'stock-out' },
    { on: ['StockSold'], where: { colour: 'green' } },
    { on: ['StockSold'], cooldown: 'a while' },
    { on: ['StockSold'], template: '[Month]' },
  ])('of %j is refused, and nothing is recorded', async (options) => {
    const { inventory } = simulate('2027-06-01T00:00Z')
    // What is wrong with it is for the library to say.
    const set = inventory.snapshots.triggers.set('rule', options as unknown as SetTrigger)
    await expect(set).rejects.toThrow(code('INVALID_TRIGGER'))
    expect((await inventory.head()).events).toBe(0)
  })

  it('freezes the instant of its event, known through that very event', async () => {
    const { inventory, clock } = simulate('2027-06-01T00:00Z')
    await inventory.record(
      event('BranchDefined', 'B', '2027-01-01T00:00Z', { item: undefined, timeZone: 'Europe/London' }),
    )
    await inventory.snapshots.triggers.set('counted', { on: ['CountPosted'] })
    await inventory.record([
      received('R1', '2027-03-31T09:00Z', '10', '4'),
      event('StockCounted', 'C1', '2027-03-31T22:00Z', { quantity: '9' }),
      event('CountPosted', 'P1', '2027-03-31T23:30Z'),
      sold('early', '2027-03-31T10:00Z', '5', '9'),
    ])
    await inventory.run({ clock, once: true })
    expect(await inventory.snapshots.list()).toMatchObject([
      {
        id: 'counted@item-tea@2',
        name: 'counted tea 2027-04-01 00:30',
        asOf: at('2027-03-31T23:30Z'),
        knownThrough: { stream: 'main.item-tea', revision: 2 },
        totals: { onHand: '9' },
        cause: { kind: 'trigger', trigger: 'counted', event: 'P1' },
      },
    ])
    expect(await inventory.snapshots.verify('counted@item-tea@2')).toMatchObject({ ok: true })
  })

  it('names its snapshots by its template', async () => {
    const { inventory, clock } = simulate('2027-06-01T00:00Z')
    await inventory.snapshots.triggers.set('big', {
      on: ['StockSold'],
      template: '[Type] [Event] [Document] at [Branch]',
    })
    await inventory.recordDocument('INV7', [sold('x', '2027-03-01T00:00Z', '1', '9')])
    await inventory.run({ clock, once: true })
    expect(await names(inventory)).toEqual(['StockSold x INV7 at north'])
  })
})

describe('which events set a trigger off', () => {
  const tea = received('R1', '2027-03-01T00:00Z', '5', '1')
  const mug = received('R1', '2027-03-01T00:00Z', '5', '1', { item: 'mug', branch: 'south' })

  it('those of its types', async () => {
    const closed = event('PeriodClosed', 'P', '2027-05-01T00:00Z', {
      item: undefined,
      branch: undefined,
      through: '2027-01-31T00:00Z',
    })
    const held = event('LotHeld', 'H', '2027-05-01T00:00Z', { lot: 'L1' })
    expect(await frozen({ on: ['PeriodClosed', 'LotHeld'] }, tea, closed, held)).toEqual(['P', 'H'])
  })

  it('those of its item and its branch; an event that names none concerns all', async () => {
    const there = sold('S1', '2027-03-02T00:00Z', '1', '9')
    const moved = event('StockTransferred', 'T1', '2027-03-03T00:00Z', {
      branch: undefined,
      from: 'north',
      to: 'south',
      quantity: '1',
    })
    const voided = event('MovementVoided', 'V1', '2027-03-04T00:00Z', {
      branch: undefined,
      movement: 'S1',
      reason: 'typo',
    })
    const on = ['StockReceived', 'StockSold', 'StockTransferred', 'MovementVoided'] as const
    const all = [tea, mug, there, moved, voided]
    expect(await frozen({ on, item: 'mug' }, ...all)).toEqual(['R1'])
    expect(await frozen({ on, branch: 'south' }, ...all)).toEqual(['R1', 'T1', 'V1'])
    expect(await frozen({ on, item: 'tea', branch: 'south' }, ...all)).toEqual(['T1', 'V1'])
  })

  it('those with the values asked for, of the event or of its item at that moment', async () => {
    const defined = (id: string, time: string, group: string) =>
      event('ItemDefined', id, time, {
        branch: undefined,
        group,
        merchandising: ['spring', 'gift'],
        branches: { south: { group: 'seconds' } },
      })
    const damaged = (id: string, time: string, fields: object = {}) =>
      event('StockAdjusted', id, time, {
        quantity: '-1',
        reason: 'damage',
        tags: { register: '3' },
        actor: 'vera',
        ...fields,
      })
    const all = [
      defined('D1', '2027-03-01T00:00Z', 'drinks'),
      tea,
      damaged('A1', '2027-03-02T00:00Z'),
      damaged('A2', '2027-03-03T00:00Z', { reason: 'expired', tags: { register: '4' } }),
      damaged('A3', '2027-03-03T12:00Z', { branch: 'south' }),
      defined('D2', '2027-03-04T00:00Z', 'food'),
      damaged('A4', '2027-03-05T00:00Z', { actor: undefined }),
    ]
    const where = (values: Readonly<Record<string, string>>) =>
      frozen({ on: ['StockAdjusted'], where: values }, ...all)
    expect(await where({ reason: 'damage' })).toEqual(['A1', 'A3', 'A4'])
    expect(await where({ group: 'drinks' })).toEqual(['A1', 'A2'])
    expect(await where({ group: 'seconds' })).toEqual(['A3'])
    expect(await where({ merchandising: 'gift', 'tags.register': '4' })).toEqual(['A2'])
    expect(await where({ group: 'food', actor: 'vera' })).toEqual([])
    expect(await where({ name: 'constructor' })).toEqual([])
  })

  it('stock-out: those by which on hand fell from above zero to zero or below', async () => {
    const events = [
      tea,
      sold('S1', '2027-03-02T00:00Z', '4', '9'),
      sold('zero', '2027-03-03T00:00Z', '1', '9'),
      sold('below', '2027-03-04T00:00Z', '1', '9'),
      received('R2', '2027-03-05T00:00Z', '3', '1'),
      sold('past', '2027-03-06T00:00Z', '5', '9'),
      mug,
      sold('elsewhere', '2027-03-07T00:00Z', '5', '9', { item: 'mug', branch: 'south' }),
    ]
    expect(await frozen({ when: 'stock-out' }, ...events)).toEqual(['zero', 'past', 'elsewhere'])
    expect(await frozen({ when: 'stock-out', branch: 'south' }, ...events)).toEqual(['elsewhere'])
    expect(await frozen({ on: ['StockAdjusted'], when: 'stock-out' }, ...events)).toEqual([])
  })

  it('stock-out: a late entry and a correction too, at their instant and by what was known', async () => {
    const events = [
      tea,
      sold('S1', '2027-03-10T00:00Z', '4', '9'),
      // Two were sold before anybody said so: on 5 March three are left, but on the tenth one is missing.
      sold('late', '2027-03-05T00:00Z', '2', '9'),
      sold('later', '2027-03-06T00:00Z', '3', '9'),
      event('MovementAmended', 'A1', '2027-03-20T00:00Z', {
        branch: undefined,
        movement: 'R1',
        changes: { quantity: '30' },
      }),
      event('MovementVoided', 'V1', '2027-03-21T00:00Z', {
        branch: undefined,
        movement: 'R1',
        reason: 'other shop',
      }),
    ]
    expect(await frozen({ when: 'stock-out' }, ...events)).toEqual(['later', 'V1'])
  })

  it('below-minimum: those by which on hand fell below the minimum of the branch, or the minimum rose above it', async () => {
    const minimum = (id: string, time: string, fields: object) =>
      event('ItemDefined', id, time, { branch: undefined, ...fields })
    const events = [
      minimum('D1', '2027-02-01T00:00Z', { minimum: '4', branches: { south: { minimum: '1' } } }),
      tea,
      received('R2', '2027-03-01T00:00Z', '5', '1', { branch: 'south' }),
      sold('at', '2027-03-02T00:00Z', '1', '9'),
      sold('below', '2027-03-03T00:00Z', '1', '9'),
      sold('further', '2027-03-04T00:00Z', '1', '9'),
      sold('south', '2027-03-05T00:00Z', '4.5', '9', { branch: 'south' }),
      received('R3', '2027-03-06T00:00Z', '8', '1'),
      minimum('raised', '2027-03-07T00:00Z', { minimum: '20' }),
    ]
    expect(await frozen({ when: 'below-minimum' }, ...events)).toEqual(['below', 'south', 'raised'])
  })

  it('purchase-order-received: those by which the last line of an order, of whatever item, was received in full', async () => {
    const line = (id: string, item: string, fields: object = {}) =>
      event('PurchaseOrderSaved', id, '2027-03-01T00:00Z', {
        item,
        purchaseOrder: 'PO1',
        line: id,
        quantity: '10',
        status: 'ordered',
        ...fields,
      })
    const arrived = (id: string, item: string, quantity: string, fields: object = {}) =>
      received(id, '2027-03-02T00:00Z', quantity, '1', { item, purchaseOrder: 'PO1', ...fields })
    const events = [
      line('L1', 'tea'),
      line('L2', 'mug'),
      line('L3', 'cup', { status: 'cancelled' }),
      line('L9', 'tea', { purchaseOrder: 'PO2' }),
      arrived('A1', 'tea', '10'),
      arrived('A2', 'mug', '6'),
      arrived('A3', 'mug', '5'),
      arrived('A4', 'mug', '1'),
      arrived('A5', 'tea', '10', { purchaseOrder: 'PO2' }),
    ]
    expect(await frozen({ when: 'purchase-order-received' }, ...events)).toEqual(['A3', 'A5'])
  })

  it('not those nearer than the cooldown to one that did, in the time of the events', async () => {
    const sales = [
      ['S1', '10:00'],
      ['S2', '10:30'],
      ['S3', '11:00'],
      ['late', '10:59'],
      ['earlier', '09:30'],
      ['early', '09:00'],
      ['S4', '12:00'],
    ] as const
    const events = sales.map(([id, time]) => sold(id, `2027-03-02T${time}Z`, '1', '9'))
    expect(await frozen({ on: ['StockSold'], cooldown: '1h' }, tea, ...events)).toEqual([
      'S1',
      'S3',
      'early',
      'S4',
    ])
  })
})

describe('what is taken', () => {
  /** A trade in which several rules have something to do, some of them set, changed and removed on the way. */
  async function trade(inventory: Inventory, between: (step: number) => Promise<void>): Promise<void> {
    const { triggers } = inventory.snapshots
    const rules = new Map<number, () => Promise<unknown>>([
      [0, () => triggers.set('out', { when: 'stock-out' })],
      [5, () => triggers.set('sales', { on: ['StockSold'], cooldown: '1d' })],
      [20, () => triggers.set('out', { when: 'stock-out', branch: 'north', template: 'changed [Event]' })],
      [30, () => triggers.set('every receipt', { on: ['StockReceived'], backfill: true })],
    ])
    for (let n = 0; n < 60; n++) {
      await rules.get(n)?.()
      const day = n % 7 === 3 ? n - 3 : n
      const time = new Date(Date.UTC(2027, 0, 1, day * 11)).toISOString()
      const place = { item: `i${n % 3}`, branch: n % 2 === 0 ? 'north' : 'south' }
      await inventory.record(
        n % 5 === 0 ? received(`R${n}`, time, '3', '1', place) : sold(`S${n}`, time, '1', '9', place),
      )
      await between(n)
    }
  }

  it('is the same with and without a checkpoint, at whatever moments a worker ran', {
    timeout: 30_000,
  }, async () => {
    const taking = async (moments: (step: number) => boolean, checkpoint?: Checkpoint) => {
      const { inventory, clock, another } = simulate('2027-06-01T00:00Z')
      const run = () =>
        another().run({ clock, once: true, ...(checkpoint === undefined ? {} : { checkpoint }) })
      await trade(inventory, (step) => (moments(step) ? run() : Promise.resolve()))
      await run()
      return essences(inventory)
    }
    const expected = await taking((step) => step % 3 === 0, checkpointInMemory())
    expect(expected.length).toBeGreaterThan(20)
    expect(await taking(() => false)).toEqual(expected)
    expect(await taking((step) => step % 13 === 0)).toEqual(expected)
    expect(await taking((step) => step % 17 === 0, checkpointInMemory())).toEqual(expected)
  })

  it('is taken once, however many run, and however often they are stopped in the middle', {
    timeout: 30_000,
  }, async () => {
    const { inventory, clock, another } = simulate('2027-06-01T00:00Z')
    const all = Array.from({ length: 3 }, () => another())
    let workers = all.map((one) => start(one, { clock }))
    const told: string[] = []
    await trade(inventory, async (step) => {
      if (step % 6 !== 0) return
      const [worker, ...others] = workers
      await worker?.stop()
      told.push(...(worker?.taken ?? []))
      workers = [...others, start(another(), { clock })]
    })
    const { position } = await inventory.head()
    await Promise.all(
      workers.map((worker) => worker.until(({ judgedThrough }) => (judgedThrough ?? 0) >= position)),
    )
    await Promise.all(workers.map((worker) => worker.stop()))
    told.push(...workers.flatMap(({ taken }) => taken))
    const alone = simulate('2027-06-01T00:00Z')
    await trade(alone.inventory, () => Promise.resolve())
    await alone.inventory.run({ clock: alone.clock, once: true })
    expect(await essences(inventory)).toEqual(await essences(alone.inventory))
    expect(told.sort()).toEqual([...(await names(inventory))].sort())
  })

  it('is not for events before a trigger was set, unless it is to be', async () => {
    const { inventory, clock } = simulate('2027-06-01T00:00Z')
    await inventory.record([
      received('R1', '2027-03-01T00:00Z', '5', '1'),
      sold('S1', '2027-03-02T00:00Z', '5', '9'),
    ])
    await inventory.snapshots.triggers.set('from now', { on: ['StockSold'] })
    await inventory.snapshots.triggers.set('ever', { when: 'stock-out', backfill: true })
    // Late, but recorded after the trigger was set.
    await inventory.record(sold('S0', '2027-03-01T12:00Z', '1', '9'))
    await inventory.run({ clock, once: true })
    const all = await inventory.snapshots.list()
    expect(all.map(({ cause }) => [cause.trigger, cause.event]).reverse()).toEqual([
      ['ever', 'S1'],
      ['from now', 'S0'],
    ])
  })

  it('is nothing any more for a trigger that was removed', async () => {
    const { inventory, clock } = simulate('2027-06-01T00:00Z')
    await inventory.snapshots.triggers.set('sales', { on: ['StockSold'] })
    await inventory.record(sold('S1', '2027-03-02T00:00Z', '5', '9'))
    await inventory.snapshots.triggers.remove('sales')
    await inventory.run({ clock, once: true })
    expect(await causes(inventory)).toEqual([])
  })

  it('is of a copy under another name what it is here', async () => {
    const { copyWorkspace } = await import('../src/index.ts')
    const { inventory, clock } = simulate('2027-06-01T00:00Z')
    const log = memoryLog({ clock: clock.now })
    const first = openInventory({ log, clock: clock.now })
    await first.snapshots.triggers.set('sales', { on: ['StockSold'], cooldown: '1h' })
    await first.record([sold('S1', '2027-03-02T00:00Z', '5', '9'), sold('S2', '2027-03-02T00:30Z', '5', '9')])
    await first.run({ clock, once: true })
    const to = memoryLog({ clock: clock.now })
    await copyWorkspace({ from: log, to, workspace: 'main', toWorkspace: 'copy' })
    const copy = openInventory({ log: to, workspace: 'copy', clock: clock.now })
    await copy.run({ clock, once: true })
    expect(await causes(copy)).toEqual(['S1'])
    expect(await causes(inventory)).toEqual([])
  })

  it('takes no account of what is damaged', async () => {
    const { clock } = simulate('2027-06-01T00:00Z')
    const log = memoryLog({ clock: clock.now })
    const inventory = openInventory({ log, clock: clock.now })
    await inventory.snapshots.triggers.set('sales', { on: ['StockSold'] })
    const append = (stream: string, type: string, data: Record<string, string | readonly string[]>) =>
      // Plain JSON.
      log.append([
        {
          stream,
          expectedRevision: 'any',
          events: [{ id: 'x', type, data: data as Record<string, string> }],
        },
      ])
    await append('main.item-tea', 'StockSold', { item: 'tea' })
    await append('main.trigger-odd', 'TriggerSet', { trigger: 'odd' })
    await append('main.trigger-other', 'TriggerSet', {
      trigger: 'other',
      occurredAt: '2027-01-01T00:00Z',
      on: ['SnapshotTaken', 'Nothing'],
      when: 'never',
    })
    await append('main.schedule-other', 'ScheduleSet', {
      schedule: 'other',
      occurredAt: '2027-01-01T00:00Z',
      every: 'now and then',
      timeZone: 'UTC',
    })
    await inventory.record(sold('S1', '2027-03-02T00:00Z', '5', '9'))
    await inventory.run({ clock, once: true })
    expect(await causes(inventory)).toEqual(['S1'])
    expect(await inventory.snapshots.schedules.list()).toMatchObject([{ schedule: 'other', next: null }])
  })
})

describe("a host's own predicate", () => {
  const big = {
    types: ['StockSold'] as const,
    predicate: (one: { data: object | null }) => Number(Reflect.get(one.data ?? {}, 'netAmount')) > 100,
  }

  it('takes a snapshot of each event it likes, from now on, with the views around it at hand', async () => {
    const { inventory } = simulate('2027-06-01T00:00Z')
    await inventory.record([
      received('R1', '2027-03-01T00:00Z', '50', '1'),
      sold('S0', '2027-03-02T00:00Z', '5', '900'),
    ])
    const seen: (string | undefined)[] = []
    const taken = firstValueFrom(
      inventory.snapshots
        .when('half gone', {
          predicate: (_event, { before, after }) => {
            seen.push(before.item('tea')?.at('north')?.onHand, after.item('tea')?.at('north')?.onHand)
            return Number(after.totals()[0]?.onHand) < 25
          },
        })
        .pipe(take(1), toArray()),
    )
    await inventory.record([
      sold('S1', '2027-03-03T00:00Z', '15', '10'),
      sold('S2', '2027-03-04T00:00Z', '10', '10'),
    ])
    expect(await taken).toMatchObject([
      {
        id: 'half gone@item-tea@3',
        totals: { onHand: '20' },
        cause: { kind: 'trigger', trigger: 'half gone', event: 'S2' },
      },
    ])
    expect(seen).toEqual(['45', '30', '30', '20'])
  })

  it('takes one for each event, with several subscribers, and goes on from a checkpoint', async () => {
    const { inventory, another } = simulate('2027-06-01T00:00Z')
    const told: string[] = []
    /** Subscribes until everything there is has been asked about. */
    const through = async (one: Inventory, checkpoint: Checkpoint & { reached: Position | undefined }) => {
      const { position } = await one.head()
      await new Promise<void>((done, failed) => {
        const saved: Checkpoint = {
          load: () => checkpoint.load(),
          save: async (reached) => {
            await checkpoint.save(reached)
            if (reached >= position) done()
          },
        }
        one.snapshots
          .when('big', { ...big, checkpoint: saved })
          .pipe(takeUntil(new Promise<void>((end) => ends.push(end))))
          .subscribe({ next: ({ cause }) => void told.push(cause.event ?? ''), error: failed })
      })
    }
    const ends: (() => void)[] = []
    await inventory.record([
      sold('S1', '2027-03-03T00:00Z', '1', '101'),
      sold('S2', '2027-03-04T00:00Z', '1', '100'),
      sold('S3', '2027-03-05T00:00Z', '1', '102'),
    ])
    const checkpoint = checkpointInMemory()
    await Promise.all([through(inventory, checkpoint), through(another(), checkpointInMemory())])
    await inventory.record(sold('S4', '2027-03-06T00:00Z', '1', '103'))
    await through(another(), checkpoint)
    for (const end of ends) end()
    expect(await causes(inventory)).toEqual(['S1', 'S3', 'S4'])
    expect(told.sort()).toEqual(['S1', 'S3', 'S4'])
  })

  it('may be on an observable that the operators of rxjs have made of the events', async () => {
    const { inventory, another } = simulate('2027-06-01T00:00Z')
    await inventory.record(
      Array.from({ length: 7 }, (_, index) =>
        sold(`S${index + 1}`, `2027-03-0${index + 1}T00:00Z`, '1', '10'),
      ),
    )
    const everyThird = (events: Observable<RecordedEvent>) =>
      events.pipe(
        filter(({ type }) => type === 'StockSold'),
        take(7),
        bufferCount(3),
        map((three) => three.at(-1)),
        filter((event) => event !== undefined),
      )
    const below: boolean[] = []
    const taken = (one: Inventory) =>
      firstValueFrom(
        one.snapshots
          .when('every third sale', {
            events: everyThird(one.events()),
            types: ['StockSold'],
            predicate: (_event, { after }) => {
              below.push(Number(after.totals()[0]?.onHand) < 0)
              return true
            },
          })
          .pipe(toArray()),
      )
    const first = await taken(inventory)
    expect(first.map(({ cause, asOf }) => [cause.event, new Date(asOf).toISOString().slice(0, 10)])).toEqual([
      ['S3', '2027-03-03'],
      ['S6', '2027-03-06'],
      ['S7', '2027-03-07'],
    ])
    expect(below).toEqual([true, true, true])
    // Another process, or this one after a restart, takes none of them again.
    expect(await taken(another())).toEqual([])
  })

  it('takes no checkpoint beside events of its own', () => {
    const { inventory } = simulate('2027-06-01T00:00Z')
    const options = { events: inventory.events(), checkpoint: checkpointInMemory() }
    expect(() => inventory.snapshots.when('x', options)).toThrow(code('INVALID_TRIGGER'))
  })

  it('ends with its error', async () => {
    const { inventory } = simulate('2027-06-01T00:00Z')
    const failing = firstValueFrom(
      inventory.snapshots.when('x', {
        predicate: () => {
          throw new Error('no such luck')
        },
      }),
    )
    await inventory.record(sold('S1', '2027-03-03T00:00Z', '1', '101'))
    await expect(failing).rejects.toThrow('no such luck')
    expect(() => inventory.snapshots.when('x', { ...big, template: '[Month]' })).toThrow(
      code('INVALID_TRIGGER'),
    )
    // A host without types may misspell one.
    const misspelt = { ...big, types: ['Sold' as 'StockSold'] }
    expect(() => inventory.snapshots.when('x', misspelt)).toThrow(code('INVALID_TRIGGER'))
  })
})

describe('a rule that is set while a worker starts', () => {
  /** A workspace of which the head was asked for so many times when something happens, right before it is told. */
  function happeningAtHead(count: number, what: (inventory: Inventory) => Promise<unknown>) {
    const simulation = simulate('2027-06-01T00:00Z')
    const { clock } = simulation
    const log = memoryLog({ clock: clock.now })
    const host = openInventory({ log, clock: clock.now })
    let asked = 0
    const head = async () => {
      if (++asked === count) await what(host)
      return log.head()
    }
    return { clock, host, worker: openInventory({ log: { ...log, head }, clock: clock.now }) }
  }

  it.each([1, 2, 3, 4, 5])(
    'as a trigger, when the log is asked for the %sth time, is missed by none',
    async (count) => {
      const checkpoint = checkpointInMemory()
      const { clock, host, worker } = happeningAtHead(count, async (inventory) => {
        await inventory.snapshots.triggers.set('rule', { on: ['StockSold'] })
        await inventory.record(sold('S1', '2027-05-01T00:00Z', '1', '9'))
      })
      await worker.run({ clock, once: true, checkpoint })
      await worker.run({ clock, once: true, checkpoint })
      expect(await causes(host)).toEqual(['S1'])
    },
  )

  it.each([1, 2, 3])(
    'as a schedule, when the log is asked for the %sth time, is missed by none',
    async (count) => {
      const { clock, worker } = happeningAtHead(count, (inventory) =>
        inventory.snapshots.schedules.set('books', { every: 'month-end', timeZone: 'UTC' }),
      )
      const running = start(worker, { clock })
      await running.until(({ nextDue }) => nextDue !== null)
      await running.stop()
    },
  )
})
