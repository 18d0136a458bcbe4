import { type Context, Hono } from 'hono'
import { type Inventory, type Permission, type Principal, permissions, TidemarkError } from 'tidemark'
import { assetResponse, pageAssets } from './assets.ts'
import { ConsoleError } from './errors.ts'
import { failureOf } from './failure.ts'
import { jsonOf } from './guard/body.ts'
import { assertOurSite } from './guard/cross-site.ts'
import { crowd } from './guard/crowd.ts'
import { guarded } from './guard/headers.ts'
import { assertOurHost } from './guard/host.ts'
import { nothingKept } from './kept.ts'
import { openApi } from './openapi.ts'
import type { Asked, Needs, Operation } from './operation.ts'
import { operations } from './operations/operations.ts'
import { recent } from './recent.ts'
import { recordableBy } from './recordable.ts'
import { type Sample, sampleLoader } from './sample.ts'
import type { Doorkeeper } from './who/admission.ts'
import { cookieOf } from './who/cookie.ts'
import { sessions } from './who/sessions.ts'
import { addSignIn } from './who/sign-in.ts'
import { whoAsks } from './who/who-asks.ts'

/** How to open a console. */
export interface ConsoleOptions {
  /** The host's own inventory; what is done with it is done for whoever asks, with their permissions. */
  readonly inventory: Inventory
  /** Who may come in: `keysIn(file)`, `oneTimeLink()`, or how the host itself tells who sent a request. */
  readonly who: Doorkeeper | ((request: Request) => Promise<Principal | null> | Principal | null)
  /** The names it is reached under, with the port where it is not that of the scheme: `['stock.example.com']`. */
  readonly hosts: readonly string[]
  /** Where it is mounted, such as `/stock`; at the root when left out. */
  readonly basePath?: string | undefined
  /** So many requests at once; 64 when left out. */
  readonly mostRequests?: number | undefined
  /** Data to look around with, offered while the workspace is empty; nothing is offered when left out. */
  readonly sample?: Sample | undefined
  /** The time now, in milliseconds since the epoch. */
  readonly clock?: (() => number) | undefined
  /** Told of errors that should not have happened; never of what was asked, which may be nobody's business. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** A console, as servers and frameworks that know `Request` and `Response` take it. */
export interface Console {
  fetch(request: Request): Promise<Response>
}

/**
 * Opens the console over an inventory: the page at its root, the API under `/api`.
 *
 * @example
 * const console = openConsole({ inventory, who: keysIn('keys.json'), hosts: ['stock.example.com'] })
 * const response = await console.fetch(new Request('https://stock.example.com/api/health'))
 */
export function openConsole(options: ConsoleOptions): Console {
  const { hosts, mostRequests = 64, onError = () => {} } = options
  const app = routes(options)
  const requests = crowd(mostRequests)
  const lowerCase = hosts.map((host) => host.toLowerCase())
  return {
    async fetch(request) {
      try {
        assertOurHost(request, lowerCase)
        return guarded(await requests.let(async () => app.fetch(request)))
      } catch (error) {
        return guarded(answerTo(request, error, onError))
      }
    },
  }
}

function routes(options: ConsoleOptions): Hono {
  const { who, basePath = '', clock = Date.now, onError = () => {} } = options
  const app = new Hono().basePath(basePath)
  const open = sessions(clock, typeof who === 'function' ? undefined : who.sessions)
  const asker =
    typeof who === 'function'
      ? async (context: Context) => signedIn(await who(context.req.raw), context)
      : (context: Context) => whoAsks(context, open, who)
  const ask = asking(options, asker)

  app.onError((error, context) => answerTo(context.req.raw, error, onError))
  app.notFound((context) => failed(new ConsoleError('NOT_FOUND', context.req.path), onError))
  app.use('/api/*', async (context, next) => {
    assertOurSite(context.req.raw)
    await next()
  })
  const descriptionWith = openApi(operations)
  app.get('/api/openapi.json', (context) => context.json(descriptionWith(cookieOf(context.req.raw))))
  if (typeof who !== 'function') addSignIn(app, open, who)
  for (const operation of operations) {
    const path = `/api${operation.path.replaceAll(/\{(\w+)\}/g, ':$1')}`
    app.on(operation.method.toUpperCase(), path, (context) => ask(operation, context))
  }
  addPage(app, basePath)
  return app
}

/** The files of the page, read when somebody first looks at it: a host that uses the API alone has no use for them. */
function addPage(app: Hono, basePath: string): void {
  let assets: ReturnType<typeof pageAssets> | undefined
  app.get('*', (context) => {
    const path = context.req.path.slice(basePath.length)
    // Without the slash at its end, the page would look for its files beside itself.
    if (path === '') return context.redirect(`${basePath}/`)
    assets ??= pageAssets()
    const asset = assets.get(path)
    return asset === undefined ? context.notFound() : assetResponse(asset, context.req.raw)
  })
}

function signedIn(principal: Principal | null, context: Context): Principal {
  if (principal === null) throw new ConsoleError('UNAUTHENTICATED', context.req.path)
  return principal
}

/** Runs operations for whoever asks. */
function asking(
  { inventory, sample, clock = Date.now, onError = () => {} }: ConsoleOptions,
  asker: (context: Context) => Promise<Principal>,
): (operation: Operation, context: Context) => Promise<Response> {
  const kept = nothingKept()
  // One each, so that what an inventory keeps of schedules and triggers is not read anew with every request.
  const inventories = recent<Inventory>(256)
  const loader = sample === undefined ? null : sampleLoader(sample, onError)
  const shared = { kept, sample: loader, now: clock }

  async function askedBy(context: Context, needs: Needs): Promise<Asked> {
    const who = await asker(context)
    assertMay(who, needs, context.req.path)
    const own = inventories.get(JSON.stringify(who), () => inventory.as(who))
    return {
      ...shared,
      inventory: own,
      who,
      known: context.req.header('If-None-Match') ?? null,
      lastEvent: context.req.header('Last-Event-ID') ?? null,
      signal: context.req.raw.signal,
      isStillIn: async () => isStillLetIn(asker, context, needs),
    }
  }

  return async (operation, context) => {
    const asked: Asked =
      operation.needs === null
        ? { ...shared, ...nobody, inventory, signal: context.req.raw.signal }
        : await askedBy(context, operation.needs)
    const answer = await operation.run(
      {
        params: context.req.param(),
        query: context.req.queries(),
        body: operation.body === null ? undefined : await jsonOf(context.req.raw),
      },
      asked,
    )
    return answer instanceof Response ? answer : Response.json(answer, { status: operation.status })
  }
}

/** Whoever asks for what everyone may know. */
const nobody: Pick<Asked, 'who' | 'known' | 'lastEvent' | 'isStillIn'> = {
  who: { id: 'nobody', permissions: [] },
  known: null,
  lastEvent: null,
  isStillIn: async () => true,
}

function isPermission(needs: Needs): needs is Permission {
  return permissions.some((permission) => permission === needs)
}

/** Before anything of the request is looked at: whoever may not do it learns nothing of how it is done. */
function assertMay({ id, permissions }: Principal, needs: Needs, path: string): void {
  const isNone = needs === 'what the movement needs' && recordableBy(permissions).length === 0
  const permission = isNone ? 'inventory.write' : needs
  if (!isPermission(permission) || permissions.includes(permission)) return
  throw new TidemarkError('PERMISSION_DENIED', `${id} lacks ${permission} for ${path}`, {
    actor: id,
    permission,
    operation: path,
  })
}

async function isStillLetIn(
  asker: (context: Context) => Promise<Principal>,
  context: Context,
  needs: Needs,
): Promise<boolean> {
  try {
    const { permissions } = await asker(context)
    return !isPermission(needs) || permissions.includes(needs)
  } catch {
    // Also when it cannot be told: who has lost the connection comes again, and is asked who they are.
    return false
  }
}

/** What nobody waits for any more. */
const CLIENT_GONE = 499

/** The answer to an error; that somebody has gone is none. What is thrown then is whatever the server gave as its reason. */
function answerTo({ signal }: Request, error: unknown, onError: (error: unknown) => void): Response {
  return signal.aborted ? new Response(null, { status: CLIENT_GONE }) : failed(error, onError)
}

function failed(error: unknown, onError: (error: unknown) => void): Response {
  const { status, body } = failureOf(error)
  if (status >= 500) onError(error)
  const headers: Record<string, string> = {}
  if (status === 429 || status === 503) headers['Retry-After'] = '1'
  if (status === 401) headers['WWW-Authenticate'] = 'Bearer'
  return Response.json(body, { status, headers })
}
