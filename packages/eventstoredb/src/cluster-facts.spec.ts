import { NO_STREAM } from '@tidemark/log'
import { expect, test } from 'vitest'
import { append, events, gather, given, idsOf, logOn, refusal } from './scratch.spec.support.ts'
import { type Fault, scriptedFaults, type TestServer } from './test-server/index.ts'

const A = 'main.item-A'
const main = { streamPrefixes: ['main.'] }

const behind = (records: number): Fault => ({ kind: 'behind', records })
const inTime: Fault = { kind: 'delay', ms: 0 }

/** A log that is told of a cluster, so that the node that answers may be any. */
function logOfCluster(server: TestServer, timeoutMs = 3_000) {
  const connectionString = server.connectionString.replace('esdb://', 'esdb+discover://')
  return logOn({ connectionString }, { timeoutMs })
}

test('what a lagging node calls "caught up" is not taken for the head', async () => {
  const server = await given()
  const log = logOfCluster(server)
  await append(log, A, NO_STREAM, events(0, 9))
  // The head is asked of the leader; the node that the events come from has not got the last four.
  server.misbehave(scriptedFaults({ read: [inTime, behind(4), behind(2), inTime], subscribe: [behind(4)] }))
  expect((await gather(log.readAll(main))).map(({ id }) => id)).toEqual(idsOf(0, 9))
})

test('a follower on a lagging node goes on where it was, and passes over nothing', async () => {
  const server = await given()
  const log = logOfCluster(server)
  await append(log, A, NO_STREAM, events(0, 9))
  server.misbehave(
    scriptedFaults({ read: [inTime, behind(5), behind(5), inTime], subscribe: [inTime, behind(7)] }),
  )
  const seen: string[] = []
  for await (const step of log.follow(main)) {
    if ('caughtUp' in step) break
    seen.push(...step.map(({ id }) => id))
  }
  expect(seen).toEqual(idsOf(0, 9))
})

test('records that match nothing at the end of the log do not make a node seem to lag', async () => {
  const server = await given()
  const log = logOfCluster(server)
  await append(log, A, NO_STREAM, events(0, 9))
  await append(log, 'other.1', NO_STREAM, events(10, 1_999))
  expect((await gather(log.readAll(main))).map(({ id }) => id)).toEqual(idsOf(0, 9))
})

test('a follower that begins beyond what a lagging node has waits for it', async () => {
  const server = await given()
  const log = logOfCluster(server)
  const { lastPosition } = await append(log, A, NO_STREAM, events(0, 9))
  server.misbehave(scriptedFaults({ read: [behind(3), behind(1)] }))
  for await (const step of log.follow({ ...main, after: lastPosition })) {
    expect(step).toEqual({ caughtUp: lastPosition })
    break
  }
})

test('a node that never catches up is told of in the end', async () => {
  const server = await given()
  const log = logOfCluster(server, 400)
  const { lastPosition } = await append(log, A, NO_STREAM, events(0, 9))
  let heads = 0
  server.misbehave((operation) => (operation === 'read' && heads++ === 0 ? inTime : behind(1)))
  const refused = await refusal(gather(log.readAll(main)))
  expect(refused).toMatchObject({ code: 'LOG_UNAVAILABLE' })
  const follower = log.follow({ ...main, after: lastPosition })[Symbol.asyncIterator]()
  const late = await refusal(follower.next())
  expect(late).toMatchObject({ code: 'POSITION_BEYOND_HEAD' })
})
