import { ConsoleError } from '../errors.ts'

/** The name a request was sent to, with the port where it is not that of the scheme. */
export function hostOf(request: Request): string {
  return request.headers.get('Host')?.toLowerCase() ?? new URL(request.url).host
}

/**
 * Refuses a request that names another host than those the console is reached under: a page of someone else whose name
 * was made to point here must not get an answer.
 *
 * @throws ConsoleError `HOST_NOT_ALLOWED`.
 */
export function assertOurHost(request: Request, hosts: readonly string[]): void {
  const host = hostOf(request)
  if (!hosts.includes(host)) throw new ConsoleError('HOST_NOT_ALLOWED', JSON.stringify(host))
}
