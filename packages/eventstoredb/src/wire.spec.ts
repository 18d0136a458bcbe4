import { convertGrpcEvent } from '@eventstore/db-client/dist/utils/convertGrpcEvent.js'
import sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import statusPb from '@eventstore/db-client/generated/status_pb.js'
import streamsPb from '@eventstore/db-client/generated/streams_pb.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appendRequest } from './append-request.ts'
import { appendResponse } from './append-response.ts'
import { readResponse } from './read-response.ts'

const text = fc.string({ unit: 'binary', maxLength: 300 }).map((one) => one.toWellFormed())
const whole = fc.nat({ max: Number.MAX_SAFE_INTEGER })
const json = fc.json()

describe('an append as it goes over the wire', () => {
  const anAppend = fc.record({
    stream: text,
    expected: fc.oneof(fc.constant(-1), whole),
    events: fc.array(fc.record({ uuid: fc.uuid(), type: text, data: json, metadata: json }), {
      maxLength: 4,
    }),
  })

  test('is what the message of the client reads', () => {
    fc.assert(
      fc.property(anAppend, fc.uuid(), whole, (call, correlation, deadline) => {
        const read = streamsPb.BatchAppendReq.deserializeBinary(appendRequest(call, correlation, deadline))
        const options = read.getOptions()
        expect(read.getCorrelationId()?.getString()).toBe(correlation)
        expect(read.getIsFinal()).toBe(true)
        expect(textOf(options?.getStreamIdentifier()?.getStreamName_asU8())).toBe(call.stream)
        expect(options?.hasNoStream()).toBe(call.expected < 0)
        expect(options?.getStreamPosition()).toBe(call.expected < 0 ? '0' : String(call.expected))
        expect(options?.getDeadline()?.getSeconds()).toBe(Math.ceil(deadline / 1_000))
        const events = read.getProposedMessagesList().map((one) => ({
          uuid: one.getId()?.getString(),
          type: one.getMetadataMap().get('type'),
          data: textOf(one.getData_asU8()),
          metadata: textOf(one.getCustomMetadata_asU8()),
        }))
        expect(events).toEqual(call.events)
        for (const one of read.getProposedMessagesList()) {
          expect(one.getMetadataMap().get('content-type')).toBe('application/json')
        }
      }),
      { seed: 20240131, numRuns: 300 },
    )
  })
})

describe('the answer to an append', () => {
  test('says where it stands, or is left to the message of the client', () => {
    fc.assert(
      fc.property(fc.uuid(), whole, fc.option(whole), (correlation, revision, position) => {
        const success = new streamsPb.BatchAppendResp.Success()
        success.setCurrentRevision(String(revision))
        if (position !== null) {
          const at = new sharedPb.AllStreamPosition()
          at.setCommitPosition(String(position))
          success.setPosition(at)
        }
        const id = new sharedPb.UUID()
        id.setString(correlation)
        const answer = new streamsPb.BatchAppendResp()
        answer.setCorrelationId(id)
        answer.setSuccess(success)
        expect(appendResponse(answer.serializeBinary())).toEqual({
          correlation,
          outcome: {
            revision: BigInt(revision),
            position: position === null ? undefined : BigInt(position),
          },
        })
        const refusal = new statusPb.Status()
        refusal.setMessage('no')
        answer.setError(refusal)
        const { outcome } = appendResponse(answer.serializeBinary())
        expect('getError' in outcome && outcome.getError()?.getMessage()).toBe('no')
      }),
      { seed: 20240131, numRuns: 100 },
    )
  })
})

describe('an answer as it comes over the wire', () => {
  const anEvent = fc.record({
    id: fc.uuid(),
    stream: text,
    revision: whole,
    commit: whole,
    system: fc.record(
      {
        type: text,
        'content-type': fc.constantFrom('application/json', 'application/octet-stream'),
        created: fc.oneof(whole.map(String), fc.constant('soon')),
      },
      { requiredKeys: [] },
    ),
    metadata: fc.oneof(json, fc.constant(''), fc.constant('{broken')),
    data: fc.oneof(json, fc.constant('{broken'), fc.constant('')),
    position: fc.option(whole, { nil: undefined }),
  })

  test('is the event that the client makes of it', () => {
    fc.assert(
      fc.property(anEvent, (one) => {
        const event = eventMessage(one)
        const answer = new streamsPb.ReadResp()
        answer.setEvent(event)
        const { event: expected, commitPosition } = convertGrpcEvent(event)
        const { isJson: _, position, data, metadata, ...rest } = expected ?? {}
        const read = readResponse(Buffer.from(answer.serializeBinary()))
        const made = 'mark' in read ? undefined : read.event
        expect({ ...made, data: plainBytes(made?.data), metadata: plainBytes(made?.metadata) }).toEqual({
          ...rest,
          data: plainBytes(data),
          metadata: plainBytes(metadata),
          position: { commit: position?.commit },
        })
        expect('mark' in read || read.commitPosition).toBe(commitPosition)
      }),
      { seed: 20240131, numRuns: 500 },
    )
  })

  test('is a mark, a checkpoint, or nothing of interest', () => {
    const caughtUp = new streamsPb.ReadResp()
    caughtUp.setCaughtUp(new streamsPb.ReadResp.CaughtUp())
    expect(readResponse(caughtUp.serializeBinary())).toEqual({ mark: 'caught-up' })
    const checkpoint = new streamsPb.ReadResp.Checkpoint()
    checkpoint.setCommitPosition('9007199254740991')
    checkpoint.setPreparePosition('7')
    const reached = new streamsPb.ReadResp()
    reached.setCheckpoint(checkpoint)
    const at = { commit: 9_007_199_254_740_991n, prepare: 7n }
    expect(readResponse(reached.serializeBinary())).toEqual({ mark: 'checkpoint', at })
    const begun = new streamsPb.ReadResp()
    begun.setConfirmation(new streamsPb.ReadResp.SubscriptionConfirmation())
    expect(readResponse(begun.serializeBinary())).toEqual({})
  })

  test('that is cut off is an error, not half an event', () => {
    const answer = new streamsPb.ReadResp()
    answer.setEvent(
      eventMessage({
        id: 'cf1d3a3b-4f7c-5b6e-9f7d-2f1c0a9b8d7e',
        stream: 'main.item-A',
        revision: 1,
        commit: 2,
        system: {},
        metadata: '{}',
        data: '{}',
        position: 2,
      }),
    )
    const bytes = answer.serializeBinary()
    for (let length = 1; length < bytes.length; length++) {
      expect(() => readResponse(Buffer.from(bytes.subarray(0, length)))).toThrow(RangeError)
    }
  })
})

interface EventFields {
  readonly id: string
  readonly stream: string
  readonly revision: number
  readonly commit: number
  readonly system: { readonly [key: string]: string }
  readonly metadata: string
  readonly data: string
  readonly position: number | undefined
}

function eventMessage(one: EventFields): streamsPb.ReadResp.ReadEvent {
  const id = new sharedPb.UUID()
  id.setString(one.id)
  const stream = new sharedPb.StreamIdentifier()
  stream.setStreamName(Buffer.from(one.stream))
  const record = new streamsPb.ReadResp.ReadEvent.RecordedEvent()
  record.setId(id)
  record.setStreamIdentifier(stream)
  record.setStreamRevision(String(one.revision))
  record.setCommitPosition(String(one.commit))
  record.setPreparePosition(String(one.commit))
  for (const [key, value] of Object.entries(one.system)) record.getMetadataMap().set(key, value)
  record.setCustomMetadata(Buffer.from(one.metadata))
  record.setData(Buffer.from(one.data))
  const event = new streamsPb.ReadResp.ReadEvent()
  event.setEvent(record)
  if (one.position !== undefined) event.setCommitPosition(String(one.position))
  return event
}

function textOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('utf8')
}

/** The client keeps bytes in arrays of another kind. */
function plainBytes(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value) : value
}
