import featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js'
import featuresPb from '@eventstore/db-client/generated/serverfeatures_pb.js'
import type sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type streamsPb from '@eventstore/db-client/generated/streams_pb.js'
import { type handleUnaryCall, Server, ServerCredentials } from '@grpc/grpc-js'
import {
  append,
  batchAppend,
  deletion,
  deletionAnswer,
  deletionExpected,
  tombstoneAnswer,
} from './append-calls.ts'
import { delay, refusal, type ServerBehaviour, type ServerState } from './calls.ts'
import type { FaultPlan, Operation } from './faults.ts'
import { gossipService } from './gossip.ts'
import { type Listener, listen } from './listener.ts'
import { streamName } from './messages.ts'
import { read } from './read-calls.ts'
import { Store } from './store.ts'

/** How a test server is started; without options it behaves like a single node of 23.10. */
export interface TestServerOptions extends Chosen<ServerBehaviour> {
  /** A port on the loopback interface; a free one by default. */
  readonly port?: number | undefined
  /** The clock of the server, in milliseconds since 1970 UTC; `Date.now` by default. */
  readonly clock?: (() => number) | undefined
  readonly faults?: FaultPlan | undefined
  /** The most data in one append, in bytes; 1 MiB by default. */
  readonly maxAppendBytes?: number | undefined
  /** Speaks TLS with this certificate and key, both PEM. */
  readonly tls?: { readonly certificate: string; readonly key: string } | undefined
}

/** Some of it, where what is left out may also be `undefined`. */
type Chosen<Options> = { readonly [Name in keyof Options]?: Options[Name] | undefined }

/** An EventStoreDB that lives in this process and keeps everything in memory. */
export interface TestServer {
  /** Connects to the server, without credentials. */
  readonly connectionString: string
  readonly port: number
  /** What the server holds: tests look into it and write to it behind everyone's back. */
  readonly store: Store
  /** How many calls of each kind there were. */
  readonly counts: Readonly<Record<Operation, number>>
  misbehave(faults: FaultPlan): void
  /** Breaks every connection. */
  dropConnections(): void
  /** Kills the server; nothing answers until `start`. What was acknowledged is kept. */
  kill(): Promise<void>
  /** Starts the server again, on the same port and with what it held. */
  start(): Promise<void>
  /** Ends the server for good. */
  stop(): Promise<void>
}

/**
 * Starts an EventStoreDB for tests: it speaks the protocol of the real one over gRPC on the loopback interface, and
 * misbehaves on demand.
 *
 * @example
 * const server = await startTestServer({ faults: scriptedFaults({ append: [{ kind: 'swallow' }] }) })
 * const log = eventStoreLog({ connectionString: server.connectionString })
 * await server.stop()
 */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const store = new Store({
    clock: options.clock ?? Date.now,
    maxAppendBytes: options.maxAppendBytes ?? 1_048_576,
  })
  const { credentials, absurdCheckpoint = false } = options
  const { version = '23.10.8', batchAppend: hasBatchAppend = true, caughtUp = true } = options
  let port = options.port ?? 0
  let listener: Listener | undefined
  let stopped = false

  const kill = async () => {
    const dying = listener
    listener = undefined
    store.forget()
    await dying?.close()
  }
  const start = async () => {
    if (listener !== undefined || stopped) return
    listener = await listen(servicesOf(state), port, credentialsFor(options.tls))
    port = listener.port
  }
  const state: ServerState = {
    store,
    options: { version, batchAppend: hasBatchAppend, caughtUp, absurdCheckpoint, credentials },
    counts: { append: 0, read: 0, subscribe: 0 },
    dropConnections: () => listener?.reset(),
    address: () => ({ host: '127.0.0.1', port }),
    restart(downMs) {
      const again = async () => {
        await kill()
        await delay(downMs)
        await start()
      }
      restarting = again()
    },
    faults: options.faults ?? (() => undefined),
  }
  let restarting: Promise<void> | undefined
  await start()
  return {
    connectionString: `esdb://127.0.0.1:${port}?tls=${options.tls !== undefined}`,
    port,
    store,
    counts: state.counts,
    misbehave(faults) {
      state.faults = faults
    },
    dropConnections: state.dropConnections,
    kill,
    start,
    async stop() {
      stopped = true
      await restarting
      await kill()
    },
  }
}

function servicesOf(state: ServerState): Server {
  const server = new Server({
    'grpc.max_concurrent_streams': 100,
    'grpc.max_receive_message_length': 17 * 1024 * 1024,
    'grpc.max_send_message_length': -1,
  })
  server.addService(streamsGrpc.StreamsService, {
    read: read(state),
    append: append(state),
    ...(state.options.batchAppend ? { batchAppend: batchAppend(state) } : {}),
    delete: deleteCall(state),
    tombstone: tombstoneCall(state),
  })
  server.addService(featuresGrpc.ServerFeaturesService, { getSupportedMethods: features(state) })
  server.addService(...gossipService(state))
  return server
}

function credentialsFor(tls: TestServerOptions['tls']): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure()
  const pair = { cert_chain: Buffer.from(tls.certificate), private_key: Buffer.from(tls.key) }
  return ServerCredentials.createSsl(null, [pair])
}

function features(state: ServerState): handleUnaryCall<sharedPb.Empty, featuresPb.SupportedMethods> {
  return (_call, callback) => {
    const supported = new featuresPb.SupportedMethods()
    supported.setEventStoreServerVersion(state.options.version)
    const methods = ['read', 'append', 'delete', 'tombstone']
    for (const name of state.options.batchAppend ? [...methods, 'batchappend'] : methods) {
      const method = new featuresPb.SupportedMethod()
      method.setServiceName('event_store.client.streams.streams')
      method.setMethodName(name)
      supported.addMethods(method)
    }
    callback(null, supported)
  }
}

function deleteCall(state: ServerState): handleUnaryCall<streamsPb.DeleteReq, streamsPb.DeleteResp> {
  return (call, callback) => {
    const refused = refusal(state, call.metadata)
    if (refused !== undefined) return callback(refused)
    const options = call.request.getOptions()
    const name = streamName(options?.getStreamIdentifier())
    const { error, position } = deletion(state, name, deletionExpected(options), false)
    if (error !== undefined) callback(error)
    else callback(null, deletionAnswer(position ?? 0n))
  }
}

function tombstoneCall(state: ServerState): handleUnaryCall<streamsPb.TombstoneReq, streamsPb.TombstoneResp> {
  return (call, callback) => {
    const refused = refusal(state, call.metadata)
    if (refused !== undefined) return callback(refused)
    const options = call.request.getOptions()
    const name = streamName(options?.getStreamIdentifier())
    const { error, position } = deletion(state, name, deletionExpected(options), true)
    if (error !== undefined) callback(error)
    else callback(null, tombstoneAnswer(position ?? 0n))
  }
}
