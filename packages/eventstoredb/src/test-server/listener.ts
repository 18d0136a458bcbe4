import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { Server, ServerCredentials } from '@grpc/grpc-js'

/** A port on the loopback interface whose connections can be broken. */
export interface Listener {
  readonly port: number
  /** Breaks every connection, as the death of a host does. */
  reset(): void
  /** Breaks every connection and takes no more. */
  close(): Promise<void>
}

/** Hands what connects to a port over to a gRPC server. */
export async function listen(grpc: Server, port: number, credentials: ServerCredentials): Promise<Listener> {
  const sockets = new Set<Socket>()
  const injector = grpc.createConnectionInjector(credentials)
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    injector.injectConnection(socket)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port')
  const reset = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return {
    port: address.port,
    reset,
    async close() {
      const closed = once(server, 'close')
      server.close()
      reset()
      grpc.forceShutdown()
      await closed
    },
  }
}
