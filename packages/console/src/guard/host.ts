import { ConsoleError } from '../errors.ts'

/**
 * Refuses a request that names another host than those the console is reached under: a page of someone else whose name
 * was made to point here must not get an answer.
 *
 * @throws ConsoleError `HOST_NOT_ALLOWED`.
 */
export function assertOurHost(request: Request, hosts: readonly string[]): void {
  const host = request.headers.get('Host')?.toLowerCase() ?? new URL(request.url).host
  if (!hosts.includes(host)) throw new ConsoleError('HOST_NOT_ALLOWED', JSON.stringify(host))
}
