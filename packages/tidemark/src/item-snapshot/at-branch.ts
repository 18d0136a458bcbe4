import { ALL_BRANCHES, type BranchRecord, holdKey, type StockRecords, stockRecords } from '@tidemark/domain'
import { compareCodePoints, initialRecord, type Micros, type UnitState } from '@tidemark/projection'
import { asReadable } from '../view/item.ts'
import { eachLevel, type Level } from '../view/level.ts'

type Unit = UnitState<StockRecords>

/** A lot at a branch; `lot` is null for what is in none. */
export interface LotAt {
  readonly lot: string | null
  readonly expiresOn: string | null
  readonly quantity: Micros
  readonly held: boolean
}

/** What a channel has of an item at a branch. */
export interface ChannelAt {
  readonly channel: string
  readonly allocated: Micros
  readonly reserved: Micros
}

/** An item at a branch, quantities and amounts in micros. */
export interface AtBranch {
  readonly branch: string
  readonly record: Readonly<BranchRecord>
  readonly level: Level
  readonly lots: readonly LotAt[]
  readonly channels: readonly ChannelAt[]
}

const nowhere = initialRecord(stockRecords.branch)

/** An item at a branch, also at one where it has never been. */
export function atBranch(item: string, unit: Unit, branch: string): AtBranch {
  const record = unit.branch[branch] ?? nowhere
  return {
    branch,
    record,
    level: levelAt(item, { ...unit, branch: { [branch]: record } }),
    lots: lotsAt(unit, branch, record.onHand),
    channels: Object.values(unit.channel)
      .filter((channel) => channel.branch === branch)
      .map(({ channel, allocated, reserved }) => ({ channel: channel ?? '', allocated, reserved })),
  }
}

/** The level of a unit that has one branch. */
function levelAt(item: string, unit: Unit): Level {
  const levels: Level[] = []
  eachLevel(item, asReadable(unit), (level) => levels.push(level))
  const [level] = levels
  if (level === undefined) throw new RangeError(`${item}: a unit of one branch has one level`)
  return level
}

/** The lots that have something in them, by code point, then what is in none; nothing where no lot has anything. */
function lotsAt(unit: Unit, branch: string, onHand: Micros): readonly LotAt[] {
  const lots = Object.values(unit.lot)
    .filter((lot) => lot.branch === branch && lot.quantity !== 0n)
    .map(({ lot, expiresOn, quantity }) => ({
      lot: lot ?? '',
      expiresOn,
      quantity,
      held: isHeld(unit, lot ?? '', branch),
    }))
    .sort((a, b) => compareCodePoints(a.lot, b.lot))
  const inNone = lots.reduce((left, { quantity }) => left - quantity, onHand)
  if (lots.length === 0 || inNone === 0n) return lots
  return [...lots, { lot: null, expiresOn: null, quantity: inNone, held: false }]
}

/** What was said of the branch itself wins over what was said of all of them. */
function isHeld(unit: Unit, lot: string, branch: string): boolean {
  const hold = unit.hold[holdKey(lot, branch)] ?? unit.hold[holdKey(lot, ALL_BRANCHES)]
  return hold?.held === true
}
