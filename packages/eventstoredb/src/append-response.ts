import streamsPb from '@eventstore/db-client/generated/streams_pb.js'
import protobuf from 'protobufjs/minimal.js'
import { lengthTag, numberTag, part, textAt, whole } from './wire.ts'

/** What a server answers to one append. */
export interface AppendResponse {
  readonly correlation: string
  readonly outcome:
    | { readonly revision: bigint; readonly position: bigint | undefined }
    /** Anything but a success: these are few, and the client's own message has all that may be in them. */
    | streamsPb.BatchAppendResp
}

/** Reads a `BatchAppendResp` of the server's protocol. */
export function appendResponse(bytes: Uint8Array): AppendResponse {
  const from = protobuf.Reader.create(bytes)
  let correlation = ''
  let outcome: AppendResponse['outcome'] | undefined
  while (from.pos < from.len) {
    const tag = from.uint32()
    if (tag === lengthTag(1)) correlation = textAt(part(from), lengthTag(2))
    else if (tag === lengthTag(3)) outcome = success(from)
    else from.skipType(tag & 7)
  }
  return { correlation, outcome: outcome ?? streamsPb.BatchAppendResp.deserializeBinary(bytes) }
}

function success(within: protobuf.Reader) {
  const { from, end } = part(within)
  let revision = 0n
  let position: bigint | undefined
  while (from.pos < end) {
    const tag = from.uint32()
    if (tag === numberTag(1)) revision = whole(from)
    else if (tag === lengthTag(3)) position = commitPosition(from)
    else from.skipType(tag & 7)
  }
  return { revision, position }
}

function commitPosition(within: protobuf.Reader): bigint {
  const { from, end } = part(within)
  let commit = 0n
  while (from.pos < end) {
    const tag = from.uint32()
    if (tag === numberTag(1)) commit = whole(from)
    else from.skipType(tag & 7)
  }
  return commit
}
