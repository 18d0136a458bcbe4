import { NotTheSame } from './law-broken.ts'

/**
 * Throws unless two values hold the same, saying where they part first.
 *
 * Objects are the same when their own fields are, whatever made them; the order of fields does not count.
 */
export function mustBeSame(actual: unknown, expected: unknown, about: string): void {
  const parting = whereTheyPart(actual, expected, '')
  if (parting === null) return
  const { path, found, wanted } = parting
  throw new NotTheSame(`${about}: ${path === '' ? 'it' : path.slice(1)} is ${found}, not ${wanted}`)
}

interface Parting {
  readonly path: string
  readonly found: string
  readonly wanted: string
}

function whereTheyPart(actual: unknown, expected: unknown, path: string): Parting | null {
  if (Object.is(actual, expected)) return null
  if (!isCompound(actual) || !isCompound(expected) || Array.isArray(actual) !== Array.isArray(expected)) {
    return { path, found: shown(actual), wanted: shown(expected) }
  }
  if (actual instanceof Map || expected instanceof Map) {
    return whereTheyPart(asObject(actual), asObject(expected), path)
  }
  for (const key of Object.keys(expected)) {
    const wanted: unknown = Reflect.get(expected, key)
    if (!Object.hasOwn(actual, key))
      return { path: `${path}.${key}`, found: 'not there', wanted: shown(wanted) }
    const parting = whereTheyPart(Reflect.get(actual, key), wanted, `${path}.${key}`)
    if (parting !== null) return parting
  }
  const surplus = Object.keys(actual).find((key) => !Object.hasOwn(expected, key))
  if (surplus === undefined) return null
  return { path: `${path}.${surplus}`, found: shown(Reflect.get(actual, surplus)), wanted: 'there at all' }
}

function isCompound(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function asObject(value: object): object {
  return value instanceof Map ? Object.fromEntries(value) : value
}

function shown(value: unknown): string {
  if (value === undefined || typeof value === 'bigint') return String(value)
  const text = JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'bigint') return `${inner}n`
    return inner instanceof Map ? Object.fromEntries(inner) : inner
  })
  return text.length > 300 ? `${text.slice(0, 300)}...` : text
}
