import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { toMicros } from '@tidemark/projection'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Drift, type Inventory, type InventoryEventInput, TidemarkError } from '../src/index.ts'
import { event, openTrade, received, sold } from './trade.ts'

const nowhere = { branch: undefined }
const endOfMarch = '2027-03-31T23:59:59.999Z'

function archiveFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** March is frozen, and in April more becomes known of it. */
async function frozenMarch(folder = archiveFolder()) {
  const { inventory, clock } = openTrade({ archive: { folder } })
  clock.now = Date.parse('2027-04-01T00:00Z')
  await inventory.record([
    received('R1', '2027-03-01T09:00Z', '10', '4'),
    sold('S1', '2027-03-05T09:00Z', '2', '20'),
    received('R1', '2027-03-02T09:00Z', '5', '2', { item: 'mug' }),
    received('R1', '2027-03-02T09:00Z', '1', '3', { item: 'cup' }),
  ])
  const snapshot = await inventory.snapshots.create({ id: 'march', asOf: endOfMarch, archive: true })
  const learnMore = async () => {
    clock.now = Date.parse('2027-04-10T00:00Z')
    await inventory.as({ id: 'kim', permissions: ['inventory.write'] }).record([
      sold('S2', '2027-03-20T09:00Z', '3', '30'),
      // April's own trade explains nothing of March.
      sold('S3', '2027-04-05T09:00Z', '1', '10'),
    ])
    await inventory.record([
      event('ReceiptCostAdjusted', 'C1', '2027-04-03T09:00Z', {
        branch: undefined,
        receipt: 'R1',
        amount: '10',
      }),
      event('MovementAmended', 'A1', '2027-04-04T09:00Z', {
        item: 'mug',
        branch: undefined,
        movement: 'R1',
        changes: { quantity: '4' },
      }),
      event('MovementAmended', 'A2', '2027-04-06T09:00Z', {
        branch: undefined,
        movement: 'S3',
        changes: { quantity: '2' },
      }),
    ])
  }
  return { inventory, snapshot, learnMore }
}

/** All that a frozen month is, to the last byte. */
async function bytesOf(inventory: Inventory, folder: string): Promise<unknown> {
  const view = await inventory.snapshots.read('march')
  return {
    snapshot: await inventory.snapshots.find('march'),
    rows: [...view.levels()],
    digest: view.digest(),
    cards: ['cup', 'mug', 'tea'].map((item) => view.explain(item)),
    files: readdirSync(folder).map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]),
  }
}

describe('entries recorded late into a frozen month', () => {
  it('change no byte of it', async () => {
    const folder = archiveFolder()
    const { inventory, learnMore } = await frozenMarch(folder)
    const before = await bytesOf(inventory, folder)
    await learnMore()
    expect(await bytesOf(inventory, folder)).toEqual(before)
    expect(await inventory.snapshots.verify('march')).toMatchObject({ ok: true, archive: 'whole' })
  })

  it('show as drift: the rows that differ, each with the ids that explain it', async () => {
    const { inventory, learnMore } = await frozenMarch()
    await learnMore()
    const drift = await inventory.snapshots.drift('march')
    expect(drift.rows.map(({ item, branch, fields }) => [item, branch, fields])).toEqual([
      ['mug', 'north', ['onHand', 'value', 'available']],
      ['tea', 'north', ['onHand', 'value', 'averageCost', 'lastSoldOn', 'available']],
    ])
    expect(
      drift.rows.map(({ frozen, now }) => [frozen?.onHand, frozen?.value, now?.onHand, now?.value]),
    ).toEqual([
      ['5', '10', '4', '8'],
      ['8', '32', '5', '25'],
    ])
    const explained = drift.rows.map(({ entries }) =>
      entries.map(({ id, corrects, actor, quantity, value }) => [id, corrects, actor, quantity, value]),
    )
    expect(explained).toEqual([
      [['A1', 'R1', null, '-1', '-2']],
      [
        ['S2', null, 'kim', '-3', '-12'],
        ['C1', 'R1', null, '0', '5'],
      ],
    ])
  })

  it('add up in the bridge from the frozen month to the same month as known now', async () => {
    const { inventory, learnMore } = await frozenMarch()
    await learnMore()
    const { bridge } = await inventory.snapshots.drift('march')
    expect(bridge.map(({ kind, quantity, value }) => [kind, quantity, value])).toEqual([
      ['opening', '14', '45'],
      ['late-quantity', '-4', '-14'],
      ['late-cost', '0', '5'],
      ['closing', '10', '36'],
    ])
    const march = await inventory.snapshots.read('march')
    expect(inventory.compare(march, await inventory.asOf(endOfMarch)).bridge).toEqual(bridge)
  })
})

/** What the entries of a row change, added up. */
function addedUp({ entries }: Drift['rows'][number]) {
  return {
    onHand: entries.reduce((sum, { quantity }) => sum + toMicros(quantity), 0n),
    value: entries.reduce((sum, { value }) => sum + toMicros(value), 0n),
  }
}

describe('drift', () => {
  it('is none where nothing more became known', async () => {
    const { inventory } = await frozenMarch()
    expect(await inventory.snapshots.drift('march')).toMatchObject({
      snapshot: 'march',
      asOf: endOfMarch,
      rows: [],
      bridge: [{ kind: 'opening' }, { kind: 'closing' }],
    })
  })

  it('names rows that came and went', async () => {
    const { inventory } = await frozenMarch()
    await inventory.record([
      received('R1', '2027-03-09T09:00Z', '1', '1', { item: 'pot' }),
      event('MovementVoided', 'V1', '2027-04-01T09:00Z', {
        item: 'cup',
        branch: undefined,
        movement: 'R1',
        reason: 'typo',
      }),
    ])
    const { rows } = await inventory.snapshots.drift('march')
    expect(rows.map(({ item, frozen, now }) => [item, frozen?.onHand ?? null, now?.onHand ?? null])).toEqual([
      ['cup', '1', null],
      ['pot', null, '1'],
    ])
    expect(rows.map(({ entries }) => entries.map(({ id }) => id))).toEqual([['V1'], ['R1']])
  })

  it('is explained by a movement that was moved into the month, by its correction', async () => {
    const { inventory } = await frozenMarch()
    await inventory.record([
      sold('S4', '2027-04-01T09:00Z', '1', '10'),
      event('MovementAmended', 'A4', '2027-04-01T10:00Z', {
        branch: undefined,
        movement: 'S4',
        changes: { occurredAt: '2027-03-30T09:00Z' },
      }),
    ])
    const { rows } = await inventory.snapshots.drift('march')
    expect(rows.map(({ item, entries }) => [item, entries.map(({ id }) => id)])).toEqual([['tea', ['A4']]])
  })

  it('is explained by a policy that was set for the past, in every row it changes', async () => {
    const { inventory } = await frozenMarch()
    await inventory.record(received('R9', '2027-03-03T09:00Z', '10', '8', { branch: 'south' }))
    await inventory.record(
      event('CostingPolicySet', 'P1', '2027-03-01T00:00Z', {
        item: undefined,
        branch: undefined,
        averageScope: 'company',
      }),
    )
    const { rows } = await inventory.snapshots.drift('march')
    const tea = rows.filter(({ item }) => item === 'tea')
    expect(tea.map(({ branch, entries }) => [branch, entries.map(({ id }) => id)])).toEqual([
      ['north', ['P1']],
      ['south', ['R9', 'P1']],
    ])
    for (const row of rows) {
      expect(addedUp(row)).toEqual({
        onHand: toMicros(row.now?.onHand ?? '0') - toMicros(row.frozen?.onHand ?? '0'),
        value: toMicros(row.now?.value ?? '0') - toMicros(row.frozen?.value ?? '0'),
      })
    }
  })

  it('is explained by a policy of later that changes when a late charge acts', async () => {
    const { inventory } = openTrade()
    await inventory.record([
      received('R1', '2027-01-05T12:00Z', '10', '10'),
      event('ReceiptCostAdjusted', 'C1', '2027-02-10T12:00Z', {
        branch: undefined,
        receipt: 'R1',
        amount: '20',
      }),
    ])
    await inventory.snapshots.create({ id: 'january', asOf: '2027-01-31T00:00Z' })
    await inventory.record(
      event('CostingPolicySet', 'P1', '2027-02-05T12:00Z', {
        item: undefined,
        branch: undefined,
        lateChargeEffect: 'arrival',
      }),
    )
    const { rows, bridge } = await inventory.snapshots.drift('january')
    expect(bridge.map(({ kind, value }) => [kind, value])).toEqual([
      ['opening', '120'],
      ['late-cost', '-20'],
      ['closing', '100'],
    ])
    expect(rows.map(({ entries }) => entries.map(({ id, value }) => [id, value]))).toEqual([[['P1', '-20']]])
  })

  it.each<[string, 'late-quantity' | 'late-cost', readonly InventoryEventInput[], string]>([
    [
      'a void of what changed costs alone',
      'late-cost',
      [event('MovementVoided', 'X', '2027-05-01T00:00Z', { ...nowhere, movement: 'N', reason: 'typo' })],
      '0 worth -7',
    ],
    [
      'a void of a late charge',
      'late-cost',
      [event('MovementVoided', 'X', '2027-05-01T00:00Z', { ...nowhere, movement: 'C', reason: 'typo' })],
      '0 worth -20',
    ],
    [
      'a void of a void of goods',
      'late-quantity',
      [event('MovementVoided', 'X', '2027-05-01T00:00Z', { ...nowhere, movement: 'V', reason: 'it came' })],
      '3 worth 3',
    ],
    [
      'a cost fact that is moved into the month',
      'late-cost',
      [
        event('CostRevalued', 'N2', '2027-04-10T00:00Z', { amount: '5' }),
        event('MovementAmended', 'X', '2027-05-01T00:00Z', {
          ...nowhere,
          movement: 'N2',
          changes: { occurredAt: '2027-03-20T00:00Z' },
        }),
      ],
      '0 worth 5',
    ],
    [
      'a definition that ends tracking',
      'late-quantity',
      [event('ItemDefined', 'X', '2027-01-01T00:00Z', { ...nowhere, tracksQuantity: false })],
      '-10 worth -37',
    ],
  ])('sorts into quantities and costs %s', async (_, kind, late, change) => {
    const { inventory } = openTrade()
    await inventory.record([
      received('R', '2027-03-01T00:00Z', '10', '1'),
      received('T', '2027-03-02T00:00Z', '3', '1'),
      event('MovementVoided', 'V', '2027-03-03T00:00Z', { ...nowhere, movement: 'T', reason: 'typo' }),
      event('ReceiptCostAdjusted', 'C', '2027-03-04T00:00Z', { ...nowhere, receipt: 'R', amount: '20' }),
      event('CostRevalued', 'N', '2027-03-05T00:00Z', { amount: '7' }),
    ])
    const then = await inventory.asOf(endOfMarch)
    for (const one of late) await inventory.record(one)
    const compared = inventory.compare(then, await inventory.asOf(endOfMarch))
    expect(compared.bridge.map((line) => line.kind)).toEqual(['opening', kind, 'closing'])
    const { quantity, value } = compared.bridge[1] ?? {}
    expect(`${quantity} worth ${value}`).toBe(change)
    const behind = compared.movements(kind)
    expect(behind.map((one) => [one.id, `${one.quantity} worth ${one.value}`])).toEqual([['X', change]])
  })

  it('of no snapshot is refused', async () => {
    const { inventory } = openTrade()
    await expect(inventory.snapshots.drift('none')).rejects.toThrow(TidemarkError)
  })
})
