import http2 from 'node:http2'
import net from 'node:net'
import tls from 'node:tls'
import type { ConnectionTarget } from './connection-string.ts'
import type { EventStoreProblem } from './errors.ts'

/** Why a server cannot be reached. */
export interface Verdict {
  readonly problem: EventStoreProblem
  readonly how: string
  /** Whether waiting will not help. */
  readonly final: boolean
}

/**
 * Finds out why a server cannot be reached: the client says "unavailable" to everything from a wrong port to a wrong
 * certificate. Takes about `ms` milliseconds at most.
 */
export async function diagnose(target: ConnectionTarget, ms: number): Promise<Verdict> {
  const { host, port, secure } = target
  const deadline = performance.now() + ms
  const left = () => Math.max(SHORTEST_MS, deadline - performance.now())
  const found = (problem: EventStoreProblem, how: string, final: boolean): Verdict => ({
    problem,
    how,
    final,
  })
  const tcp = await tryOut(left(), () => net.connect(port, host), 'connect')
  if (tcp !== undefined) return found('SERVER_AWAY', tcp, false)
  const noTls = await tryOut(
    left(),
    () => tls.connect({ ...serverName(host), host, port, rejectUnauthorized: false }),
    'secureConnect',
  )
  if (secure && noTls === undefined) {
    const ca = target.certificateAuthority
    const trust = ca === undefined ? {} : { ca }
    const untrusted = await tryOut(
      left(),
      () => tls.connect({ ...serverName(host), ...trust, host, port }),
      'secureConnect',
    )
    if (untrusted !== undefined && untrusted !== SILENT) return found('CERTIFICATE_REFUSED', untrusted, true)
    return found('SERVER_SILENT', HUNG, false)
  }
  if (!secure && noTls === undefined) return found('SERVER_HAS_TLS', 'it asks for TLS', true)
  const noHttp2 = await speaksHttp2(`http://${host}:${port}`, left())
  // It went away between two looks.
  if (noHttp2?.includes('ECONNREFUSED')) return found('SERVER_AWAY', noHttp2, false)
  if (noHttp2 === SILENT) return found('SERVER_SILENT', 'it takes calls and says nothing', false)
  if (noHttp2 !== undefined) return found('NOT_EVENTSTOREDB', noHttp2, true)
  if (secure) return found('SERVER_HAS_NO_TLS', 'it speaks HTTP/2 in the clear', true)
  return found('SERVER_SILENT', HUNG, false)
}

const SILENT = 'no answer'

const HUNG = 'it can be reached, but its database did not answer'

/** Each look gets so many milliseconds at least. */
const SHORTEST_MS = 50

function serverName(host: string): { readonly servername?: string } {
  return net.isIP(host) === 0 ? { servername: host } : {}
}

/** What kept a socket from opening; undefined when nothing did. */
function tryOut(ms: number, open: () => net.Socket, opened: string): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const socket = open()
  socket.once(opened, () => resolve(undefined))
  socket.on('error', (error) => resolve('code' in error ? `${error.code}: ${error.message}` : error.message))
  socket.once('close', () => resolve('closed'))
  const timer = setTimeout(() => resolve(SILENT), ms)
  return promise.finally(() => {
    clearTimeout(timer)
    socket.destroy()
  })
}

function speaksHttp2(url: string, ms: number): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const session = http2.connect(url)
  session.once('remoteSettings', () => resolve(undefined))
  session.on('error', (error) => resolve(error.message))
  session.once('close', () => resolve('closed'))
  const timer = setTimeout(() => resolve(SILENT), ms)
  return promise.finally(() => {
    clearTimeout(timer)
    session.destroy()
  })
}
