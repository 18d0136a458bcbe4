import { formatMicros, toMicros } from '@tidemark/projection'
import { once } from '../../made-once.ts'
import { encodeData } from '../encode.ts'
import type { EventType } from '../event.ts'
import { common } from '../fields.ts'
import { formatInstant, parseInstant } from '../instant.ts'
import { parseEvent } from '../parse.ts'
import { isPlainText, NOT_CANONICAL, signOf } from './plain-value.ts'
import { partOf, type Scan, scanner, stands } from './scan.ts'
import {
  fieldNames,
  goesNowhere,
  ID,
  ITEM,
  OCCURRED_AT,
  type TextKind,
  TYPE,
  textFields,
  textTypes,
} from './text-fields.ts'

/** A movement of a file, as far as recording it looks at it. */
export interface EventText {
  readonly id: string
  readonly type: EventType
  readonly occurredAt: number
  readonly item: string
  /** The canonical JSON of the event without its id and type: what `encodeData` gives, as text. */
  readonly data: string
}

interface Field {
  readonly number: number
  readonly bit: number
  readonly kind: TextKind
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

/** When a movement occurred, as text, in milliseconds, and as the canonical data begin with it. */
interface Instant {
  readonly text: string
  readonly at: number | null
  readonly head: string
}

const plans = once(() => new Map<string, Plan>(textTypes.map((type) => [type, planOf(type)])))
const scanFields = once(() => scanner(fieldNames(), 'tags'))

function planOf(type: EventType): Plan {
  const fields = textFields(type).map(([name, kind]) => {
    const number = fieldNames().indexOf(name)
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
  const found = scanFields()(line)
  if (found === null || !hasPlainHead(line, found)) return null
  const plan = planAt(line, found)
  if (plan === undefined || (found.present & ~plan.allowed) !== 0) return null
  const { at: occurredAt, head } = instantAt(line, found)
  if (occurredAt === null || goesNowhere(line, found)) return null
  if (!plan.passed.has(found.present)) return passWithSchema(line, found.present, plan)
  const data = dataOf(line, found, plan, head)
  if (data === null) return null
  return { id: partOf(line, found, ID), type: plan.type, occurredAt, item: partOf(line, found, ITEM), data }
}

function hasPlainHead(line: string, { present, from, to }: Scan): boolean {
  const needed = (1 << ID) | (1 << TYPE) | (1 << OCCURRED_AT) | (1 << ITEM)
  return (present & needed) === needed && isPlainText(line, from[ID] ?? 0, to[ID] ?? 0)
}

/** Lines that follow one another are mostly of one type, one instant and one set of tags: then they are not looked up. */
let lastPlan: Plan | undefined
let lastInstant: Instant = { text: '?', at: null, head: '' }
let lastTags = '?'

function planAt(line: string, found: Scan): Plan | undefined {
  if (lastPlan !== undefined && stands(lastPlan.type, line, found, TYPE)) return lastPlan
  lastPlan = plans().get(partOf(line, found, TYPE))
  return lastPlan
}

function instantAt(line: string, found: Scan): Instant {
  if (!stands(lastInstant.text, line, found, OCCURRED_AT)) {
    const text = partOf(line, found, OCCURRED_AT)
    const at = parseInstant(text)
    lastInstant = { text, at, head: at === null ? '' : `{"occurredAt":"${formatInstant(at)}"` }
  }
  return lastInstant
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

/** Of the canonical text of a line, before they are joined: texts that are put together step by step keep all they are made of. */
const parts: string[] = []

/** Puts a part of a line after so many others, if it has begun; how many there are then. */
function putPart(count: number, line: string, start: number, stop: number): number {
  if (start < 0) return count
  parts[count] = ','
  parts[count + 1] = line.slice(start, stop)
  return count + 2
}

/** The canonical text, put together of the longest parts of the line that are in canonical order already. */
function dataOf(line: string, found: Scan, plan: Plan, head: string): string | null {
  const { present, keyAt, from, to, end } = found
  parts[0] = head
  let count = 1
  let start = -1
  let stop = -1
  for (const { number, bit, kind, before } of plan.fields) {
    if ((present & bit) === 0) continue
    const first = from[number] ?? 0
    const last = to[number] ?? 0
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
    count = putPart(count, line, start, stop)
    start = -1
    stop = -1
    if (rewritten !== null) {
      parts[count++] = before
      parts[count++] = rewritten
      parts[count++] = '"'
    } else {
      start = keyAt[number] ?? -1
      stop = end[number] ?? -1
    }
  }
  count = putPart(count, line, start, stop)
  parts[count++] = '}'
  parts.length = count
  return parts.join('')
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
    if (JSON.stringify(common().tags.parse(JSON.parse(json))) !== json) return false
  } catch {
    return false
  }
  if (knownTags.size >= MOST_TAGS) knownTags.clear()
  knownTags.add(json)
  lastTags = json
  return true
}
