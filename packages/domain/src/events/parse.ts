import type { z } from 'zod'
import { DomainError, type DomainErrorCode, domainErrors } from '../errors.ts'
import { madeByType } from './by-type.ts'
import { type EventType, eventSchemas, type InventoryEvent, isEventType } from './event.ts'
import { eventReaderOf, UNSURE } from './read-fast.ts'

const readerFor = madeByType(eventReaderOf)

/**
 * The validated event of any input.
 *
 * @throws DomainError with the code of the first thing that is wrong, and the field it is in.
 * @example
 * const event = parseEvent({ id: 'S1', type: 'StockSold', occurredAt: '2027-03-31T10:00Z', item: 'tea', branch: 'north',
 *   quantity: '2', netAmount: '9.80' })
 * if (event.type === 'StockSold') console.log(event.quantity) // 2_000_000n
 */
export function parseEvent(input: unknown): InventoryEvent {
  assertObject(input)
  const type = typeIn(input)
  const event = readerFor(type)(input)
  // What a schema's reader reads is what the schema gives.
  if (event !== UNSURE) return event as InventoryEvent
  return parseWithSchema(type, input)
}

/** An event whose data stand apart from its id and type, as in a log. */
export interface PartedEvent {
  readonly id: string
  readonly type: EventType
  readonly data: object
  /** Fields of the data that are left out, unread. */
  readonly without: ReadonlySet<string>
}

/**
 * The validated event of its parts; what {@link parseEvent} gives for all of them in one object, somewhat faster.
 *
 * @throws DomainError likewise.
 */
export function parsePartedEvent({ id, type, data, without }: PartedEvent): InventoryEvent {
  const event = readerFor(type)(data, { id, type }, without)
  if (event !== UNSURE) return event as InventoryEvent
  const fields = Object.entries(data).filter(([field]) => !without.has(field))
  return parseWithSchema(type, { ...Object.fromEntries(fields), id, type })
}

function assertObject(input: unknown): asserts input is object {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new DomainError('NOT_AN_OBJECT', 'event')
}

function typeIn(input: object): EventType {
  const type = 'type' in input ? input.type : undefined
  if (type === undefined) throw new DomainError('MISSING_FIELD', 'type', 'type')
  if (!isEventType(type)) throw new DomainError('UNKNOWN_TYPE', shown(type), 'type')
  return type
}

/** What stands where a type should, which may be anything: not every value has a JSON. */
function shown(type: unknown): string {
  return typeof type === 'string' ? JSON.stringify(type) : `a ${typeof type}`
}

/** The schema's own word, which also says what is wrong. */
function parseWithSchema(type: EventType, input: object): InventoryEvent {
  const { event, problems } = checked(type, input)
  if (event !== undefined) return event
  throw problems[0] ?? new DomainError('INVALID_FIELD', type)
}

/** What a schema makes of an input: an event, or what is wrong with it, first what would be thrown first. */
function checked(
  type: EventType,
  input: object,
): { readonly event?: InventoryEvent; readonly problems: readonly DomainError[] } {
  const hidden = hiddenField(input)
  const { data, error } = eventSchemas[type].safeParse(input)
  // Some schemas see a hidden field, too.
  const problems = refusalsOf(error?.issues ?? [], input, type).filter(({ field }) => field !== hidden)
  if (hidden !== null) problems.unshift(new DomainError('UNKNOWN_FIELD', `${type}.${hidden}`, hidden))
  return data === undefined || hidden !== null ? { problems } : { event: data, problems }
}

/**
 * Everything that is wrong with an input, as the errors that {@link parseEvent} would throw one after the other; empty for an event.
 * For whoever lets people enter events, and has each fault told beside its field.
 *
 * @example
 * for (const { field, code, message } of eventProblems({ id: 'S1', type: 'StockSold' })) console.log(field, code, message)
 */
export function eventProblems(input: unknown): readonly DomainError[] {
  try {
    assertObject(input)
    return checked(typeIn(input), input).problems
  } catch (error) {
    // It cannot be told any further what is wrong.
    if (error instanceof DomainError) return [error]
    throw error
  }
}

/** No event nests deeper: `branches`, a branch, `prices`. */
const DEEPEST = 3

/** Where a field is named `__proto__`: zod leaves those out of records without a word. */
function hiddenField(value: object, depth = DEEPEST): string | null {
  if (Object.hasOwn(value, '__proto__')) return '__proto__'
  if (depth === 0) return null
  for (const [field, inner] of Object.entries(value)) {
    if (typeof inner !== 'object' || inner === null) continue
    const hidden = hiddenField(inner, depth - 1)
    if (hidden !== null) return `${field}.${hidden}`
  }
  return null
}

function refusalsOf(issues: readonly z.core.$ZodIssue[], input: object, type: string): DomainError[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return refusalOf(issue, input, type)
    return issue.keys.map((key) => {
      const field = [...issue.path, key].join('.')
      return new DomainError('UNKNOWN_FIELD', `${type}.${field}`, field)
    })
  })
}

function refusalOf(issue: z.core.$ZodIssue, input: object, type: string): DomainError {
  const field = issue.path.join('.')
  const subject = `${type}.${field}`
  const params = issue.code === 'custom' ? issue.params : undefined
  const own: unknown = params?.code
  const isAbsent = valueAt(input, issue.path) === undefined
  const saysWhatItIsNot = own === undefined || own === 'NOT_A_NUMBER' || own === 'INVALID_INSTANT'
  if (isAbsent && saysWhatItIsNot) return new DomainError('MISSING_FIELD', subject, field)
  const code = isDomainErrorCode(own) ? own : 'INVALID_FIELD'
  return new DomainError(code, `${subject} (${params?.said ?? issue.message})`, field)
}

function isDomainErrorCode(code: unknown): code is DomainErrorCode {
  return typeof code === 'string' && Object.hasOwn(domainErrors, code)
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  )
}
