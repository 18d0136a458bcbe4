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

const params: Readonly<Record<string, string>> = { item: 'tea', id: 'taken' }

const twoMoments = '?moment=taken&moment=2027-03-31T00:00:00Z'
const weeks = '?from=2027-03-01T00:00:00Z&to=2027-04-01T00:00:00Z&every=week'

const queries: Readonly<Record<string, string>> = {
  '/comparison': twoMoments,
  '/comparison/movements': `${twoMoments}&kind=sale`,
  '/exports/comparison': twoMoments,
  '/exports/bridge': twoMoments,
  '/trend': `${weeks}&by=branch`,
  '/exports/trend': weeks,
}

const bodies: Readonly<Record<string, object>> = {
  'post /snapshots': { id: 'another' },
  'patch /snapshots/{id}': { name: 'new' },
  'post /snapshots/{id}/discard': { reason: 'none' },
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
