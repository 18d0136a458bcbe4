import { setImmediate } from 'node:timers/promises'
import sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js'
import streamsPb from '@eventstore/db-client/generated/streams_pb.js'
import type { ClientReadableStream } from '@grpc/grpc-js'
import type { ClientInternals } from './client-internals.ts'
import type { Mark, Resolved, ServerPosition, Source } from './pump.ts'
import { readResponse } from './read-response.ts'

/** The server looks at 32 times as many records between two checkpoints; less often is less talk. */
const CHECKPOINT_INTERVAL = 32

/** What to be told of the whole log. */
export interface Subscription {
  /** Everything behind this position; undefined for everything. */
  readonly after: ServerPosition | undefined
  /** Only streams whose name begins with one of these; undefined for all. */
  readonly streamPrefixes: readonly string[] | undefined
}

/**
 * Subscribes to the whole log. Events and marks come in one order, as the server sends them; the client would tell marks
 * ahead of the events in its buffer, and takes four times as long to read an event.
 */
export async function subscribe(internals: ClientInternals, wanted: Subscription): Promise<Source> {
  const request = requestOf(wanted)
  const open = internals.GRPCStreamCreator(
    streamsGrpc.StreamsClient,
    'subscribeToAll',
    (client): ClientReadableStream<Resolved | Mark> => {
      const { path, requestSerialize } = streamsGrpc.StreamsService.read
      return client.makeServerStreamRequest(
        path,
        requestSerialize,
        readResponse,
        request,
        ...internals.callArguments({}, { deadline: Number.POSITIVE_INFINITY }),
      )
    },
  )
  const stream = await open()
  const cancel = async () => {
    // A call that is cancelled while one of its messages is being handled never ends.
    await setImmediate()
    stream.cancel()
  }
  return { stream, cancel, endless: true }
}

function requestOf({ after, streamPrefixes }: Subscription): streamsPb.ReadReq {
  const { Options } = streamsPb.ReadReq
  const all = new Options.AllOptions()
  if (after === undefined) all.setStart(new sharedPb.Empty())
  else {
    const position = new Options.Position()
    position.setCommitPosition(after.commit.toString())
    position.setPreparePosition(after.prepare.toString())
    all.setPosition(position)
  }
  const uuids = new Options.UUIDOption()
  uuids.setString(new sharedPb.Empty())
  const options = new Options()
  options.setAll(all)
  options.setSubscription(new Options.SubscriptionOptions())
  options.setUuidOption(uuids)
  if (streamPrefixes === undefined) options.setNoFilter(new sharedPb.Empty())
  else options.setFilter(filterOf(streamPrefixes))
  const request = new streamsPb.ReadReq()
  request.setOptions(options)
  return request
}

function filterOf(streamPrefixes: readonly string[]): streamsPb.ReadReq.Options.FilterOptions {
  const { FilterOptions } = streamsPb.ReadReq.Options
  const streams = new FilterOptions.Expression()
  streams.setPrefixList([...streamPrefixes])
  const filter = new FilterOptions()
  filter.setStreamIdentifier(streams)
  filter.setCount(new sharedPb.Empty())
  filter.setCheckpointintervalmultiplier(CHECKPOINT_INTERVAL)
  return filter
}
