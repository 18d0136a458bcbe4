import type { Field } from './movement-forms.ts'
import { randomHex } from './random-hex.ts'
import { instantOf } from './zone.ts'

/** A movement as it is sent. */
export interface MovementEvent {
  readonly id: string
  readonly type: string
  readonly occurredAt: string
  readonly [field: string]: unknown
}

/** What somebody typed, by the name of the field. */
export type Typed = Readonly<Record<string, string>>

/** An id nobody else makes: it is what lets a movement be sent again without being recorded twice. */
export function newId(): string {
  return `console-${randomHex(9)}`
}

/** The movement that was typed; fields left empty are left out. Throws in words for a field that must be filled. */
export function eventOf(
  { id, type, occurredAt }: Pick<MovementEvent, 'id' | 'type' | 'occurredAt'>,
  fields: readonly Field[],
  typed: Typed,
  zone: string,
): MovementEvent {
  const event: Record<string, unknown> = {}
  for (const field of fields) {
    const text = typed[field.name]?.trim() ?? ''
    if (text === '' && field.required === true) throw new Error(`${field.title} is missing.`)
    if (text !== '')
      put(event, field.name, field.kind === 'instant' ? instantIn(zone, text, field.title) : text)
  }
  return { id, type, occurredAt, ...nested(event) }
}

function instantIn(zone: string, local: string, title: string): string {
  const instant = instantOf(zone, local)
  if (instant === null) throw new Error(`${title} is no date and time.`)
  return new Date(instant).toISOString()
}

/** Puts a value under a name; a dot leads into an object. */
function put(event: Record<string, unknown>, name: string, value: string): void {
  const [outer = '', inner] = name.split('.')
  event[outer] = inner === undefined ? value : { ...Object(event[outer]), [inner]: value }
}

/** A lot and a charge are lists in an event, of which a form asks for one. */
function nested({ lot, expiresOn, freight, ...rest }: Record<string, unknown>): Record<string, unknown> {
  const isHold = lot !== undefined && rest.quantity === undefined
  return {
    ...rest,
    ...(isHold ? { lot } : {}),
    ...(lot === undefined || isHold
      ? {}
      : { lots: [{ lot, quantity: rest.quantity, ...defined({ expiresOn }) }] }),
    ...(freight === undefined ? {} : { charges: [{ code: 'freight', amount: freight }] }),
  }
}

function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
