import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Principal } from 'tidemark'
import { ConsoleError } from '../errors.ts'
import type { Doorkeeper } from './admission.ts'
import { cookieOf } from './cookie.ts'
import type { Sessions } from './sessions.ts'

/**
 * Who asks: whom the session of the cookie is of, or the bearer of a key.
 *
 * @throws ConsoleError `UNAUTHENTICATED`, `WRONG_KEY`.
 */
export async function whoAsks(
  context: Context,
  sessions: Sessions,
  doorkeeper: Doorkeeper,
): Promise<Principal> {
  const authorization = context.req.header('Authorization')
  if (authorization !== undefined) {
    const [, key] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
    const principal = key === undefined ? null : await (await doorkeeper.admit(key))?.current()
    if (principal) return principal
    throw new ConsoleError('WRONG_KEY', 'Authorization')
  }
  const cookie = getCookie(context, cookieOf(context.req.raw))
  const principal = cookie === undefined ? null : await sessions.find(cookie)
  if (principal === null) throw new ConsoleError('UNAUTHENTICATED', context.req.path)
  return principal
}
