import { ConsoleError } from '../errors.ts'

/**
 * Refuses what a page of another site asks for. Browsers say so themselves; a program sends neither header.
 *
 * @throws ConsoleError `CROSS_SITE`.
 */
export function assertOurSite(request: Request): void {
  const site = request.headers.get('Sec-Fetch-Site')
  if (site !== null && site !== 'same-origin' && site !== 'none') throw new ConsoleError('CROSS_SITE', site)
  const origin = request.headers.get('Origin')
  if (origin === null) return
  const host = request.headers.get('Host') ?? new URL(request.url).host
  // A proxy may speak TLS where the console does not: it is the name that must be ours.
  if (hostOf(origin) !== host.toLowerCase()) throw new ConsoleError('CROSS_SITE', JSON.stringify(origin))
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}
