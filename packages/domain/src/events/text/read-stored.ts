import { type MakeObject, type Micros, makerOf, toMicros } from '@tidemark/projection'
import type { KnownEvent } from '../../corrections/known-event.ts'
import type { EventType } from '../event.ts'
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
  readonly type: EventType
  readonly data: string
  readonly position: number
  readonly recordedAt: number
}

/**
 * Reads a stored event from its text, in half the time that parsing and checking it take. `null` for whatever is not plainly
 * good and of a common kind: the schema must look at it. `item` is the item it may be of, as text that is kept already.
 */
export type StoredReader = (stored: StoredText, item: string | undefined) => KnownEvent | null

/** How events of a type are read. */
interface Plan {
  readonly kinds: ReadonlyMap<string, TextKind>
  /** By the fields that are there, as bits: once the schema has let pass one that has just these. */
  readonly forms: Map<number, Form>
}

/** What events with the same fields have in common. */
interface Form {
  /** Without those that all events have. */
  readonly fields: readonly { readonly number: number; readonly kind: TextKind }[]
  readonly make: MakeObject
}

const places = [...fieldNames, 'position', 'recordedAt']
const POSITION = fieldNames.length
const RECORDED_AT = POSITION + 1
const NEEDED = (1 << OCCURRED_AT) | (1 << ITEM)
/** They stand beside the data: in them they would be something else. */
const BESIDE = (1 << ID) | (1 << TYPE)

/** A reader that leaves out fields of the data, unread. */
export function storedReader(without: ReadonlySet<string>): StoredReader {
  const scan = scanner(fieldNames, 'tags')
  const plans = new Map<EventType, Plan>(
    textTypes.map((type) => [type, { kinds: new Map(textFields(type)), forms: new Map() }]),
  )
  const read = fieldNames.reduce((bits, name, number) => (without.has(name) ? bits : bits | (1 << number)), 0)
  const values: unknown[] = new Array(places.length).fill(undefined)

  return (stored, item) => {
    const { id, type, data } = stored
    const plan = plans.get(type)
    if (plan === undefined || !isPlainText(id, 0, id.length) || !id.isWellFormed()) return null
    const found = scan(data)
    if (found === null || (found.present & BESIDE) !== 0 || (found.present & NEEDED) !== NEEDED) return null
    const occurredAt = parseInstant(partOf(data, found, OCCURRED_AT))
    if (occurredAt === null || goesNowhere(data, found)) return null
    const form = formOf(plan, found.present & read, stored, without)
    if (form === null || !readInto(values, data, found, form, item)) return null
    values[ID] = id
    values[TYPE] = type
    values[OCCURRED_AT] = occurredAt
    values[POSITION] = stored.position
    values[RECORDED_AT] = stored.recordedAt
    // The schema has let pass one of the same form, and each value by itself is plainly good.
    return form.make(values) as KnownEvent
  }
}

function formOf(
  { kinds, forms }: Plan,
  present: number,
  stored: StoredText,
  without: ReadonlySet<string>,
): Form | null {
  const known = forms.get(present)
  if (known !== undefined) return known
  const names = fieldsOf(stored, without)
  // One that is not good says nothing of others.
  if (names === null) return null
  const fields = names.flatMap((name) => {
    const kind = kinds.get(name)
    return kind === undefined || name === 'item' ? [] : [{ number: fieldNames.indexOf(name), kind }]
  })
  const all = [...names, 'position', 'recordedAt']
  const form = {
    fields,
    make: makerOf(
      all,
      all.map((name) => places.indexOf(name)),
    ),
  }
  forms.set(present, form)
  return form
}

/** The fields of an event as the schema gives it, in its order. */
function fieldsOf({ id, type, data }: StoredText, without: ReadonlySet<string>): readonly string[] | null {
  try {
    return Object.keys(parsePartedEvent({ id, type, data: JSON.parse(data), without }))
  } catch {
    return null
  }
}

function readInto(
  values: unknown[],
  data: string,
  found: Scan,
  { fields }: Form,
  item: string | undefined,
): boolean {
  const { from, to } = found
  if (item !== undefined && stands(item, data, found, ITEM)) values[ITEM] = item
  else if (!isPlainText(data, from[ITEM] ?? 0, to[ITEM] ?? 0)) return false
  else values[ITEM] = partOf(data, found, ITEM)
  for (const { number, kind } of fields) {
    const start = from[number] ?? 0
    const end = to[number] ?? 0
    if (kind === 'text') {
      if (!isPlainText(data, start, end)) return false
      values[number] = data.slice(start, end)
    } else {
      const micros = microsOf(data.slice(start, end))
      // Tags have no sign: an event that is to have them is left to the schema.
      if (micros === null || kind === 'tags' || !kind.includes(signOf(micros))) return false
      values[number] = micros
    }
  }
  return true
}

function microsOf(text: string): Micros | null {
  try {
    return toMicros(text)
  } catch {
    return null
  }
}

function signOf(micros: Micros): number {
  if (micros > 0n) return 1
  return micros < 0n ? -1 : 0
}
