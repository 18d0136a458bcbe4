import { hostOf } from '../guard/host.ts'

/**
 * The name of the cookie a browser brings. A browser keeps cookies by host, whatever the port: without the port in its name,
 * consoles at two ports would take each other's.
 */
export function cookieOf(request: Request): string {
  const [, port] = /:(\d+)$/.exec(hostOf(request)) ?? []
  return port === undefined ? 'tidemark_session' : `tidemark_session_${port}`
}
