import { formatMicros, toMicros } from '@tidemark/projection'
import { encodeData } from '../encode.ts'
import { type EventType, eventSchemas } from '../event.ts'
import { common, notNegative, notZero, positive, signed, text as textField } from '../fields.ts'
import { formatInstant, parseInstant } from '../instant.ts'
import { parseEvent } from '../parse.ts'
import { isPlainText, NOT_CANONICAL, signOf } from './plain-value.ts'
import { type Scan, scanner } from './scan.ts'

/** A movement of a file, as far as recording it looks at it. */
export interface EventText {
  readonly id: string
  readonly type: EventType
  readonly occurredAt: number
  readonly item: string
  /** The canonical JSON of the event without its id and type: what `encodeData` gives, as text. */
  readonly data: string
}

/**
 * The types that are read this way. Without lots and the like, which are not, the rules of their schemas ask only which fields
 * there are, and of a transfer that it goes elsewhere.
 */
const TYPES = [
  'StockReceived',
  'StockReturnedToSupplier',
  'StockSold',
  'StockReturnedByCustomer',
  'StockTransferred',
  'StockAdjusted',
  'StockReserved',
  'ReservationReleased',
  'ChannelStockAllocated',
  'CostRevalued',
  'MarketCostSet',
] as const satisfies readonly EventType[]

/** How a kind of field is read: as text, as names and texts, or as a number of these signs. */
type Kind = 'text' | 'tags' | readonly number[]

const kinds = new Map<unknown, Kind>([
  [textField, 'text'],
  [common.tags.unwrap(), 'tags'],
  [signed, [-1, 0, 1]],
  [positive, [1]],
  [notNegative, [0, 1]],
  [notZero, [-1, 1]],
])

interface Field {
  readonly number: number
  readonly bit: number
  readonly kind: Kind
  /** What stands before its value in JSON, after another field. */
  readonly before: string
}

interface Plan {
  readonly type: EventType
  /** In canonical order, without id, type and occurredAt. */
  readonly fields: readonly Field[]
  /** The fields it may have. */
  readonly allowed: number
  /** Sets of fields that the schema has let pass. */
  readonly passed: Set<number>
}

const head = ['id', 'type', 'occurredAt', 'item', 'from', 'to']
const names = [...new Set([...head, ...TYPES.flatMap((type) => readable(type).map(([name]) => name))])]
const [ID, TYPE, OCCURRED_AT, ITEM, FROM, TO] = [0, 1, 2, 3, 4, 5]
const plans = new Map<string, Plan>(TYPES.map((type) => [type, planOf(type)]))
const scan = scanner(names, 'tags')

/** The fields of a type that can be read this way, in canonical order; a line with another is left to the schema. */
function readable(type: EventType): [name: string, kind: Kind][] {
  return Object.entries(eventSchemas[type].shape).flatMap(([name, schema]): [string, Kind][] => {
    const kind = kinds.get('unwrap' in schema ? schema.unwrap() : schema)
    return kind === undefined || name === 'id' ? [] : [[name, kind]]
  })
}

function planOf(type: EventType): Plan {
  const fields = readable(type).map(([name, kind]) => {
    const number = names.indexOf(name)
    return { number, bit: 1 << number, kind, before: `,"${name}":"` }
  })
  const allowed = fields.reduce((all, { bit }) => all | bit, (1 << ID) | (1 << TYPE) | (1 << OCCURRED_AT))
  return { type, fields, allowed, passed: new Set() }
}

/**
 * Reads a movement from a line of a movement file without taking it apart, several times faster than parsing, checking and
 * encoding it. `null` for whatever is not plainly good and of a common kind: the schema must look at it.
 */
export function readEventText(line: string): EventText | null {
  const found = scan(line)
  if (found === null || !hasPlainHead(line, found)) return null
  const plan = planAt(line, found)
  if (plan === undefined || (found.present & ~plan.allowed) !== 0) return null
  const occurredAt = instantAt(line, found)
  if (occurredAt === null || goesNowhere(line, found)) return null
  if (!plan.passed.has(found.present)) return passWithSchema(line, found.present, plan)
  const data = dataOf(line, found, plan, occurredAt)
  if (data === null) return null
  return { id: partOf(line, found, ID), type: plan.type, occurredAt, item: partOf(line, found, ITEM), data }
}

function hasPlainHead(line: string, { present, from, to }: Scan): boolean {
  const needed = (1 << ID) | (1 << TYPE) | (1 << OCCURRED_AT) | (1 << ITEM)
  return (present & needed) === needed && isPlainText(line, from[ID] ?? 0, to[ID] ?? 0)
}

function goesNowhere(line: string, found: Scan): boolean {
  const ends = (1 << FROM) | (1 << TO)
  return (found.present & ends) === ends && partOf(line, found, FROM) === partOf(line, found, TO)
}

/** Lines that follow one another are mostly of one type, one instant and one set of tags: then they are not looked up. */
let lastPlan: Plan | undefined
let lastInstant: { readonly text: string; readonly at: number | null } = { text: '?', at: null }
let lastTags = '?'

function planAt(line: string, found: Scan): Plan | undefined {
  if (lastPlan !== undefined && stands(lastPlan.type, line, found, TYPE)) return lastPlan
  lastPlan = plans.get(partOf(line, found, TYPE))
  return lastPlan
}

function instantAt(line: string, found: Scan): number | null {
  if (!stands(lastInstant.text, line, found, OCCURRED_AT)) {
    const text = partOf(line, found, OCCURRED_AT)
    lastInstant = { text, at: parseInstant(text) }
  }
  return lastInstant.at
}

/** Whether a field is this text. */
function stands(text: string, line: string, { from, to }: Scan, field: number): boolean {
  const start = from[field] ?? 0
  return text.length === (to[field] ?? 0) - start && line.startsWith(text, start)
}

function partOf(line: string, { from, to }: Scan, field: number): string {
  return line.slice(from[field], to[field])
}

/** Has the schema look at the first line with a set of fields; the rest of them have only their values to be looked at. */
function passWithSchema(line: string, present: number, plan: Plan): EventText | null {
  try {
    const event = parseEvent(JSON.parse(line))
    if (!('item' in event) || event.item === undefined) return null
    const { id, type, occurredAt, item } = event
    plan.passed.add(present)
    return { id, type, occurredAt, item, data: JSON.stringify(encodeData(event)) }
  } catch {
    return null
  }
}

/** The canonical text, put together of the longest parts of the line that are in canonical order already. */
function dataOf(line: string, found: Scan, plan: Plan, occurredAt: number): string | null {
  const { present, keyAt, from, to, end } = found
  let data = `{"occurredAt":"${formatInstant(occurredAt)}"`
  let start = -1
  let stop = -1
  for (const { number, bit, kind, before } of plan.fields) {
    if ((present & bit) === 0) continue
    const [first = 0, last = 0] = [from[number], to[number]]
    let rewritten: string | null = null
    if (kind === 'text') {
      if (!isPlainText(line, first, last)) return null
    } else if (kind === 'tags') {
      if (!stands(lastTags, line, found, number) && !areTags(line.slice(first, last))) return null
    } else {
      const sign = signOf(line, first, last)
      if (sign === NOT_CANONICAL) {
        rewritten = canonical(line.slice(first, last), kind)
        if (rewritten === null) return null
      } else if (!kind.includes(sign)) return null
    }
    if (rewritten === null && keyAt[number] === stop + 1) {
      stop = end[number] ?? stop
      continue
    }
    if (start >= 0) data += `,${line.slice(start, stop)}`
    start = -1
    stop = -1
    if (rewritten !== null) data += `${before}${rewritten}"`
    else {
      start = keyAt[number] ?? -1
      stop = end[number] ?? -1
    }
  }
  return start >= 0 ? `${data},${line.slice(start, stop)}}` : `${data}}`
}

/** The canonical notation of a number of one of these signs. */
function canonical(number: string, signs: readonly number[]): string | null {
  try {
    const micros = toMicros(number)
    return signs.includes(micros < 0n ? -1 : micros > 0n ? 1 : 0) ? formatMicros(micros) : null
  } catch {
    return null
  }
}

/** Tags that were found to be canonical: most movements have one of a few. */
const knownTags = new Set<string>()
const MOST_TAGS = 10_000

function areTags(json: string): boolean {
  if (knownTags.has(json)) {
    lastTags = json
    return true
  }
  try {
    if (JSON.stringify(common.tags.parse(JSON.parse(json))) !== json) return false
  } catch {
    return false
  }
  if (knownTags.size >= MOST_TAGS) knownTags.clear()
  knownTags.add(json)
  lastTags = json
  return true
}
