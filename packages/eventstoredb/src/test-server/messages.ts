import codePb from '@eventstore/db-client/generated/code_pb.js'
import sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import statusPb from '@eventstore/db-client/generated/status_pb.js'
import streamsPb from '@eventstore/db-client/generated/streams_pb.js'
import type { Message } from 'google-protobuf'
import anyPb from 'google-protobuf/google/protobuf/any_pb.js'
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js'
import type { ProposedRecord, StoredRecord, WriteOutcome } from './store.ts'

/** The name of a stream, as it stands in a message. */
export function streamName(identifier: sharedPb.StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8')
}

/** The name of a stream, as a message wants it. */
export function streamIdentifier(name: string): sharedPb.StreamIdentifier {
  const identifier = new sharedPb.StreamIdentifier()
  identifier.setStreamName(Uint8Array.from(Buffer.from(name, 'utf8')))
  return identifier
}

/** An event of an append. */
export function proposedRecord(
  message: streamsPb.AppendReq.ProposedMessage | streamsPb.BatchAppendReq.ProposedMessage,
): ProposedRecord {
  const metadata = message.getMetadataMap()
  return {
    id: message.getId()?.getString() ?? '',
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? 'application/octet-stream',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  }
}

/** The answer that carries an event to a reader. */
export function eventAnswer(record: StoredRecord): streamsPb.ReadResp {
  const id = new sharedPb.UUID()
  id.setString(record.id)
  const event = new streamsPb.ReadResp.ReadEvent.RecordedEvent()
  event.setId(id)
  event.setStreamIdentifier(streamIdentifier(record.stream))
  event.setStreamRevision(record.revision.toString())
  event.setPreparePosition(record.position.toString())
  event.setCommitPosition(record.position.toString())
  const metadata = event.getMetadataMap()
  metadata.set('type', record.type)
  metadata.set('content-type', record.contentType)
  // The server counts in ticks of 100 ns.
  metadata.set('created', (BigInt(Math.round(record.created)) * 10_000n).toString())
  event.setCustomMetadata(record.metadata)
  event.setData(record.data)
  const read = new streamsPb.ReadResp.ReadEvent()
  read.setEvent(event)
  read.setCommitPosition(record.position.toString())
  const answer = new streamsPb.ReadResp()
  answer.setEvent(read)
  return answer
}

/** The answer that says how far a filtered subscription has looked. */
export function checkpointAnswer(commit: bigint): streamsPb.ReadResp {
  const checkpoint = new streamsPb.ReadResp.Checkpoint()
  checkpoint.setCommitPosition(commit.toString())
  checkpoint.setPreparePosition('0')
  const answer = new streamsPb.ReadResp()
  answer.setCheckpoint(checkpoint)
  return answer
}

/** The answer to one append of the batch stream. */
export function batchAnswer(
  request: { readonly correlation: sharedPb.UUID | undefined; readonly stream: string },
  outcome: WriteOutcome,
): streamsPb.BatchAppendResp {
  const answer = new streamsPb.BatchAppendResp()
  if (request.correlation !== undefined) answer.setCorrelationId(request.correlation)
  answer.setStreamIdentifier(streamIdentifier(request.stream))
  if (outcome.kind !== 'success') {
    answer.setError(batchError(request.stream, outcome))
    return answer
  }
  const success = new streamsPb.BatchAppendResp.Success()
  success.setCurrentRevision(outcome.revision.toString())
  if (outcome.position === undefined) success.setNoPosition(new emptyPb.Empty())
  else success.setPosition(allPosition(outcome.position))
  answer.setSuccess(success)
  return answer
}

/** What a server that is starting answers to an append: words, and no code. */
export function notReadyAnswer(request: {
  readonly correlation: sharedPb.UUID | undefined
  readonly stream: string
}): streamsPb.BatchAppendResp {
  const answer = new streamsPb.BatchAppendResp()
  if (request.correlation !== undefined) answer.setCorrelationId(request.correlation)
  answer.setStreamIdentifier(streamIdentifier(request.stream))
  const status = new statusPb.Status()
  status.setMessage('Server Is Not Ready')
  const any = new anyPb.Any()
  any.pack(new emptyPb.Empty().serializeBinary(), 'google.protobuf.Empty')
  status.setDetails(any)
  answer.setError(status)
  return answer
}

function allPosition(position: bigint): sharedPb.AllStreamPosition {
  const at = new sharedPb.AllStreamPosition()
  at.setCommitPosition(position.toString())
  at.setPreparePosition(position.toString())
  return at
}

function batchError(stream: string, outcome: Exclude<WriteOutcome, { kind: 'success' }>): statusPb.Status {
  const status = new statusPb.Status()
  status.setCode(codePb.Code.UNKNOWN)
  const [type, message] = errorDetail(stream, outcome)
  status.setMessage(type)
  const any = new anyPb.Any()
  any.pack(message.serializeBinary(), `event_store.client.${type}`)
  status.setDetails(any)
  return status
}

function errorDetail(
  stream: string,
  outcome: Exclude<WriteOutcome, { kind: 'success' }>,
): readonly [string, Message] {
  switch (outcome.kind) {
    case 'wrong': {
      const wrong = new sharedPb.WrongExpectedVersion()
      if (outcome.actual === undefined) wrong.setCurrentNoStream(new emptyPb.Empty())
      else wrong.setCurrentStreamRevision(outcome.actual.toString())
      wrong.setExpectedAny(new emptyPb.Empty())
      return ['WrongExpectedVersion', wrong]
    }
    case 'deleted': {
      const deleted = new sharedPb.StreamDeleted()
      deleted.setStreamIdentifier(streamIdentifier(stream))
      return ['StreamDeleted', deleted]
    }
    case 'too-large': {
      const tooLarge = new sharedPb.MaximumAppendSizeExceeded()
      tooLarge.setMaxappendsize(outcome.limit)
      return ['MaximumAppendSizeExceeded', tooLarge]
    }
    case 'bad-request': {
      const bad = new sharedPb.BadRequest()
      bad.setMessage(outcome.message)
      return ['BadRequest', bad]
    }
  }
}

/** The answer to an append that was sent alone, as to servers without batch append. */
export function appendAnswer(
  outcome: Extract<WriteOutcome, { kind: 'success' | 'wrong' }>,
): streamsPb.AppendResp {
  const answer = new streamsPb.AppendResp()
  if (outcome.kind === 'wrong') {
    const wrong = new streamsPb.AppendResp.WrongExpectedVersion()
    if (outcome.actual === undefined) wrong.setCurrentNoStream(new sharedPb.Empty())
    else wrong.setCurrentRevision(outcome.actual.toString())
    answer.setWrongExpectedVersion(wrong)
    return answer
  }
  const success = new streamsPb.AppendResp.Success()
  success.setCurrentRevision(outcome.revision.toString())
  if (outcome.position === undefined) success.setNoPosition(new sharedPb.Empty())
  else {
    const position = new streamsPb.AppendResp.Position()
    position.setCommitPosition(outcome.position.toString())
    position.setPreparePosition(outcome.position.toString())
    success.setPosition(position)
  }
  answer.setSuccess(success)
  return answer
}
