import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import gossipPb from '@eventstore/db-client/generated/gossip_pb.js'
import sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import type { Connection } from './connection.ts'
import { EventStoreError } from './errors.ts'
import type { Follower } from './follow.ts'
import type { Health } from './health-report.ts'
import { type Limit, timeLeft, within } from './limit.ts'
import { headOf } from './read-backwards.ts'

/** Looks at everything. What an unreachable server cannot tell is null. */
export async function healthOf(
  connection: Connection,
  followers: ReadonlySet<Follower>,
  limit: Limit,
): Promise<Health> {
  try {
    const head = await headOf(connection, limit)
    const { serverVersion } = await within(timeLeft(limit), limit.signal, connection.internals.capabilities)
    const leader = await within(timeLeft(limit), limit.signal, leads(connection))
    const lags = [...followers].map(({ reached }) => Math.max(0, head - reached))
    const version = serverVersion === 'unknown' ? null : serverVersion
    return { reachable: true, leader, version, lag: Math.max(0, ...lags), problem: null }
  } catch (error) {
    if (!(error instanceof EventStoreError)) throw error
    const problem = { name: error.problem, message: error.message }
    return { reachable: false, leader: null, version: null, lag: null, problem }
  }
}

/** Asks the node for the members of its cluster, and looks for the node among them. */
async function leads({ internals }: Connection): Promise<boolean | null> {
  try {
    const [members, target] = await internals.execute(gossipGrpc.GossipClient, 'health', (client) => {
      const { promise, resolve, reject } = Promise.withResolvers<[gossipPb.MemberInfo[], string]>()
      client.read(new sharedPb.Empty(), ...internals.callArguments({}), (error, cluster) => {
        if (error === null) resolve([cluster.getMembersList(), client.getChannel().getTarget()])
        else reject(error)
      })
      return promise
    })
    const alive = members.filter((member) => member.getIsAlive())
    const ours = alive.find((member) => {
      const endPoint = member.getHttpEndPoint()
      return target.endsWith(`${endPoint?.getAddress()}:${endPoint?.getPort()}`)
    })
    // A node that is alone is the one talked to, whatever name it has for itself.
    const node = ours ?? (alive.length === 1 ? alive[0] : undefined)
    return node === undefined ? null : node.getState() === gossipPb.MemberInfo.VNodeState.LEADER
  } catch {
    return null
  }
}
