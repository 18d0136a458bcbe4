import {
  type MakeObject,
  makerOf,
  microsOfDouble,
  type PlainField,
  type PlainForm,
  type PlainSource,
  type PlainWay,
  shortMicros,
  toMicros,
} from '@tidemark/projection'
import type { KnownEvent } from '../../corrections/known-event.ts'
import { concernsOthers } from '../../corrections/prepare.ts'
import { once } from '../../made-once.ts'
import type { EventType, InventoryEvent } from '../event.ts'
import { parseInstant } from '../instant.ts'
import { parsePartedEvent } from '../parse.ts'
import { isPlainText } from './plain-value.ts'
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

/** An event as a log keeps it: its data are a JSON text. */
export interface StoredText {
  readonly id: string
  readonly type: string
  readonly rawData: string
  readonly position: number
  readonly recordedAt: number
}

/** A stored event that was read from its text, its item the unit. The next one takes its place. */
export interface PlainEvent extends PlainSource {
  readonly form: EventForm
  readonly values: (string | number)[]
}

/** What events with the same fields have in common. */
export interface EventForm extends PlainForm {
  /** Without those that all events have. */
  readonly own: readonly { readonly place: number; readonly kind: TextKind }[]
  readonly make: MakeObject
}

/**
 * Reads a stored event from its text, in half the time that parsing and checking it take. `null` for whatever is not plainly
 * good and of a common kind: the schema must look at it. `item` is the item it may be of, as text that is kept already.
 */
export type StoredReader = (stored: StoredText, item: string | undefined) => PlainEvent | null

/** How events of a type are read. */
interface Plan {
  readonly type: EventType
  readonly kinds: ReadonlyMap<string, TextKind>
  /** By the fields that are there, as bits: once the schema has let pass one that has just these. */
  readonly forms: Map<number, EventForm>
}

/** Where a value of an event stands in a list of them: first what is in its text, then what a log knows of it. */
const places = once(() => [...fieldNames(), 'position', 'recordedAt'])
const NEEDED = (1 << OCCURRED_AT) | (1 << ITEM)
/** They stand beside the data: in them they would be something else. */
const BESIDE = (1 << ID) | (1 << TYPE)

/** A reader that leaves out fields of the data, unread. */
export function storedReader(without: ReadonlySet<string>): StoredReader {
  const tools = once(() => toolsToRead(without))
  return (stored, known) => {
    const { scan, plans, read, values, positionAt } = tools()
    const { id, type, rawData: data, position, recordedAt } = stored
    const plan = plans.get(type)
    if (plan === undefined || !isPlainText(id, 0, id.length) || !id.isWellFormed()) return null
    const found = scan(data)
    if (found === null || (found.present & BESIDE) !== 0 || (found.present & NEEDED) !== NEEDED) return null
    const occurredAt = parseInstant(partOf(data, found, OCCURRED_AT))
    if (occurredAt === null || goesNowhere(data, found)) return null
    const form = formOf(plan, found.present & read, stored, without)
    const unit = itemIn(data, found, known)
    if (form === null || unit === null || !readInto(values, data, found, form)) return null
    values[ID] = id
    values[TYPE] = type
    values[OCCURRED_AT] = occurredAt
    values[ITEM] = unit
    values[positionAt] = position
    values[positionAt + 1] = recordedAt
    // The schema has let pass one of the same form, and each value by itself is plainly good.
    return { form, unit, occurredAt, position, values }
  }
}

/** What one reader reads with. */
function toolsToRead(without: ReadonlySet<string>) {
  const names = fieldNames()
  const plans = new Map<string, Plan>(
    textTypes.map((type) => [type, { type, kinds: new Map(textFields(type)), forms: new Map() }]),
  )
  return {
    scan: scanner(names, 'tags'),
    plans,
    /** The fields that are not left out, as bits. */
    read: names.reduce((bits, name, number) => (without.has(name) ? bits : bits | (1 << number)), 0),
    values: new Array<string | number>(places().length).fill(''),
    positionAt: places().indexOf('position'),
  }
}

/** The event as an object. */
export function eventOf({ form, values }: PlainEvent): KnownEvent {
  const whole: unknown[] = [...values]
  for (const { way, place } of form.fields)
    if (way === 'micros') whole[place] = microsOfDouble(Number(values[place]))
  return form.make(whole) as KnownEvent
}

function formOf(
  { type, kinds, forms }: Plan,
  present: number,
  stored: StoredText,
  without: ReadonlySet<string>,
): EventForm | null {
  const known = forms.get(present)
  if (known !== undefined) return known
  const event = checked(stored, type, without)
  // One that is not good says nothing of others.
  if (event === null) return null
  const { position, recordedAt } = stored
  const fields = [...Object.keys(event), 'position', 'recordedAt'].map((name): PlainField => {
    const way = ways[name] ?? (kinds.get(name) === 'text' ? 'text' : 'micros')
    const place = places().indexOf(name)
    return way === 'constant' ? { name, way, place, constant: type } : { name, way, place }
  })
  const own = fields.flatMap(({ name, place }) => {
    const kind = kinds.get(name)
    return kind === undefined || name === 'item' ? [] : [{ place, kind }]
  })
  const make = makerOf(
    fields.map(({ name }) => name),
    fields.map(({ place }) => place),
  )
  // Whether it does depends on its type and on which fields it has.
  const form = { fields, own, make, concernsOthers: concernsOthers({ ...event, position, recordedAt }) }
  forms.set(present, form)
  return form
}

/** Fields whose kind does not say how they are told. */
const ways: { readonly [name: string]: PlainWay | undefined } = {
  id: 'text',
  type: 'constant',
  occurredAt: 'time',
  item: 'unit',
  position: 'position',
  recordedAt: 'whole',
}

/** An event as the schema gives it. */
function checked(
  { id, rawData }: StoredText,
  type: EventType,
  without: ReadonlySet<string>,
): InventoryEvent | null {
  try {
    return parsePartedEvent({ id, type, data: JSON.parse(rawData), without })
  } catch {
    return null
  }
}

function itemIn(data: string, found: Scan, known: string | undefined): string | null {
  if (known !== undefined && stands(known, data, found, ITEM)) return known
  const { from, to } = found
  return isPlainText(data, from[ITEM] ?? 0, to[ITEM] ?? 0) ? partOf(data, found, ITEM) : null
}

function readInto(
  values: (string | number)[],
  data: string,
  { from, to }: Scan,
  { own }: EventForm,
): boolean {
  for (const { place, kind } of own) {
    const start = from[place] ?? 0
    const end = to[place] ?? 0
    if (kind === 'text') {
      if (!isPlainText(data, start, end)) return false
      values[place] = data.slice(start, end)
    } else {
      const short = shortMicros(data, start, end)
      const micros = Number.isNaN(short) ? longMicros(data.slice(start, end)) : short
      // Tags have no sign: an event that is to have them is left to the schema.
      if (!Number.isSafeInteger(micros) || kind === 'tags' || !kind.includes(Math.sign(micros))) return false
      values[place] = micros
    }
  }
  return true
}

/** Micros that may be more than a double holds; NaN for what are none. */
function longMicros(text: string): number {
  try {
    return Number(toMicros(text))
  } catch {
    return Number.NaN
  }
}
