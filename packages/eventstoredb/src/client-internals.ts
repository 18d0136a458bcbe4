import type { Readable } from 'node:stream'
import type { EventStoreDBClient } from '@eventstore/db-client'
import type { CallOptions, Client as GrpcClient, Metadata } from '@grpc/grpc-js'

type Constructor<C> = new (...options: ConstructorParameters<typeof GrpcClient>) => C

/** What the client keeps for its own commands: how to make a call over its connection, and what the server can do. */
export interface ClientInternals {
  /** Opens a stream once for each connection; when it ends badly, the client connects anew, to the leader if told so. */
  GRPCStreamCreator<C extends GrpcClient, T extends Readable>(
    client: Constructor<C>,
    name: string,
    create: (client: C) => T,
    cache?: WeakMap<C, T | Promise<T>>,
  ): () => Promise<T>
  execute<C extends GrpcClient, T>(
    client: Constructor<C>,
    name: string,
    action: (client: C) => Promise<T>,
  ): Promise<T>
  callArguments(options: { readonly deadline?: number }, callOptions?: CallOptions): [Metadata, CallOptions]
  readonly capabilities: Promise<{ readonly serverVersion: string }>
  /** Every stream that is open. */
  readonly disposableStreams: ReadonlySet<unknown>
}

/** The internals of a client. */
export function internalsOf(client: EventStoreDBClient): ClientInternals {
  // These members are protected, not public. The client is pinned to one exact version, and there is no other way to
  // append that neither loses answers nor ends the process when another connection breaks.
  return client as unknown as ClientInternals
}
