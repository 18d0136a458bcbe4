import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { type Console, type ConsoleOptions, openConsole } from './console.ts'
import { ConsoleError } from './errors.ts'

/** How to serve a console. */
export interface ServeOptions extends Omit<ConsoleOptions, 'hosts'> {
  /** 0 for any that is free. */
  readonly port: number
  /** More names it is reached under, those of a proxy in front of it: `['stock.example.com']`. */
  readonly hosts?: readonly string[] | undefined
  /** How long clients may take; each has a limit when left out. */
  readonly limits?: Partial<TimeLimits> | undefined
}

/** How long a client may take, in milliseconds, before it is cut off. */
export interface TimeLimits {
  /** To send the headers of a request; 10 seconds when left out. */
  readonly headers: number
  /** To send all of a request; 30 seconds when left out. */
  readonly request: number
  /** To send or take anything at all, in the middle of a file too; a minute when left out. */
  readonly idle: number
}

/** A console that is being served. */
export interface Served {
  /** Where: `http://127.0.0.1:4173/`. */
  readonly url: string
  /** Stops listening and cuts off who is connected. */
  close(): Promise<void>
}

/**
 * Serves a console on loopback. To be reached from elsewhere it wants a proxy in front of it that speaks TLS.
 *
 * @throws ConsoleError `PORT_TAKEN`.
 * @example
 * const { url } = await serveConsole({ inventory, who: keysIn('keys.json'), port: 4173 })
 */
export async function serveConsole({
  port,
  hosts = [],
  limits = {},
  ...options
}: ServeOptions): Promise<Served> {
  const { headers = 10_000, request = 30_000, idle = 60_000 } = limits
  let console: Console | undefined
  const server = createAdaptorServer({
    // Nobody can ask before it listens, and by then there is one.
    fetch: (request) => console?.fetch(request) ?? new Response(null, { status: 503 }),
    serverOptions: {
      requestTimeout: request,
      headersTimeout: headers,
      keepAliveTimeout: 5000,
      // How often Node looks for those who are late.
      connectionsCheckingInterval: Math.min(headers, 5000),
    },
  })
  // Who sends or takes nothing for so long is cut off, in the middle of a file too.
  server.setTimeout(idle)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new ConsoleError('PORT_TAKEN', String(port))
    }
    throw error
  })
  const { port: actual } = addressOf(server.address())
  const own = ['127.0.0.1', 'localhost'].map((name) => `${name}:${actual}`)
  console = openConsole({ ...options, hosts: [...own, ...hosts] })
  return {
    url: `http://127.0.0.1:${actual}/`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
    },
  }
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string')
    throw new TypeError('a server on a port has an address')
  return address
}
