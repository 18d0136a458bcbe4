import type { Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { ConsoleError } from '../errors.ts'
import { jsonOf } from '../guard/body.ts'
import type { Doorkeeper } from './admission.ts'
import { cookieOf } from './cookie.ts'
import type { Sessions } from './sessions.ts'

const secretBody = z.strictObject({ secret: z.string().min(1).max(512) })

/**
 * Signing in and out: a secret (a key, or that of a one-time link) becomes a session, which the browser keeps where no
 * script can read it and brings to this site only.
 */
export function addSignIn(app: Hono, sessions: Sessions, doorkeeper: Doorkeeper): void {
  app.post('/api/session', async (context) => {
    const body = secretBody.safeParse(await jsonOf(context.req.raw))
    if (!body.success) throw new ConsoleError('INVALID_REQUEST', 'secret')
    const admission = await doorkeeper.admit(body.data.secret)
    const principal = await admission?.current()
    if (!admission || !principal) throw new ConsoleError('WRONG_KEY', 'sign-in')
    setCookie(context, cookieOf(context.req.raw), await sessions.begin(admission), cookie(context))
    return context.json({ id: principal.id, permissions: principal.permissions }, 201)
  })
  app.delete('/api/session', async (context) => {
    const name = cookieOf(context.req.raw)
    const secret = getCookie(context, name)
    if (secret !== undefined) await sessions.end(secret)
    deleteCookie(context, name, cookie(context))
    return context.body(null, 204)
  })
}

/** Behind a proxy that speaks TLS, the browser says so by the origin. */
function cookie({ req }: Context) {
  const secure = req.header('Origin')?.startsWith('https:') ?? false
  return { httpOnly: true, sameSite: 'Strict', path: '/', secure } as const
}
