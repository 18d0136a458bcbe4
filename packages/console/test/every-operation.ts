import { movement } from './asking.ts'

/** A call of an operation that succeeds in the March of the tests, with a snapshot `taken` of the 15th. */
export interface Call {
  /** `get /levels`. */
  readonly name: string
  readonly method: string
  readonly path: string
  /** What the one who asks needs: a permission, `to be signed in`, or nothing. */
  readonly needs: string | null
  readonly url: string
  readonly init: RequestInit & { readonly json?: unknown }
}

const params: Readonly<Record<string, string>> = {
  item: 'tea',
  id: 'taken',
  schedule: 'books',
  trigger: 'sold%20out',
}

const sale = movement('StockSold', 'S7', '2027-03-30T09:00:00Z', { quantity: '1', netAmount: '9' })

const twoMoments = '?moment=taken&moment=2027-03-31T00:00:00Z'
const weeks = '?from=2027-03-01T00:00:00Z&to=2027-04-01T00:00:00Z&every=week'

const queries: Readonly<Record<string, string>> = {
  '/comparison': twoMoments,
  '/comparison/movements': `${twoMoments}&kind=sale`,
  '/exports/comparison': twoMoments,
  '/exports/bridge': twoMoments,
  '/levels/groups': '?by=group',
  '/exports/levels/groups': '?by=branch',
  '/trend': `${weeks}&by=branch`,
  '/exports/trend': weeks,
}

const bodies: Readonly<Record<string, object>> = {
  'post /snapshots': { id: 'another' },
  'patch /snapshots/{id}': { name: 'new' },
  'post /snapshots/{id}/discard': { reason: 'none' },
  'post /movements': { movements: [sale] },
  'post /movements/preview': { movements: [sale] },
  'put /schedules/{schedule}': { every: 'month-end', timeZone: 'UTC' },
  'post /schedules/{schedule}/remove': {},
  'put /triggers/{trigger}': { when: 'stock-out' },
  'post /triggers/{trigger}/remove': {},
  'post /periods/close': { through: '2027-01-01T00:00:00Z' },
  'post /periods/reopen': { through: null, reason: 'again' },
  'post /sample': {},
  'post /sample/cancel': {},
}

/** What of an OpenAPI description is read here. */
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly description: string }>>>>
}

/** A call of each operation there is, from the description of the API: none can be forgotten. */
export function everyOperation({ paths }: Description): readonly Call[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { description }]): Call => {
      const name = `${method} ${path}`
      const json = bodies[name]
      return {
        name,
        method,
        path,
        needs: /^Needs (.+)\.$/.exec(description)?.[1] ?? null,
        url: `/api${path.replaceAll(/\{(\w+)\}/g, (_, param) => params[param] ?? '')}${queries[path] ?? ''}`,
        init: { method: method.toUpperCase(), ...(json && { json }) },
      }
    }),
  )
}
