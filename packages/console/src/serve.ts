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
export async function serveConsole({ port, hosts = [], ...options }: ServeOptions): Promise<Served> {
  let console: Console | undefined
  const server = createAdaptorServer({
    // Nobody can ask before it listens, and by then there is one.
    fetch: (request) => console?.fetch(request) ?? new Response(null, { status: 503 }),
    serverOptions: { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 5000 },
  })
  // Who sends or takes nothing for so long is cut off, in the middle of a file too.
  server.setTimeout(60_000)
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
