import type { LevelFields } from './reports/levels.ts'

/** A row of levels, tea at north unless told otherwise. */
export function aLevel(fields: Partial<LevelFields> = {}): LevelFields {
  return {
    item: 'tea',
    branch: 'north',
    onHand: '6',
    value: '27',
    averageCost: '4.5',
    lastReceiptCost: '4.5',
    marketCost: null,
    lastSoldOn: '2027-03-10T10:30:00.000Z',
    lastPurchasedOn: null,
    lastReceiptOn: '2027-03-01T09:00:00.000Z',
    lastCountedOn: null,
    lastCountQuantity: null,
    onOrder: '0',
    reserved: '0',
    available: '6',
    ...fields,
  }
}

/** So many different rows, at ten branches, made as they are asked for. */
export function* manyLevels(count: number): Generator<LevelFields, void, undefined> {
  for (let number = 0; number < count; number++) {
    const onHand = `${number}.123456`
    yield aLevel({
      item: `item ${Math.floor(number / 10)}`,
      branch: `branch ${number % 10}`,
      onHand,
      value: `-${number * 7}.5`,
      available: onHand,
      lastSoldOn: new Date(1_800_000_000_000 + number * 1001).toISOString(),
    })
  }
}
