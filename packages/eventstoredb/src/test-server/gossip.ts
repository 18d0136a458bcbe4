import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import gossipPb from '@eventstore/db-client/generated/gossip_pb.js'
import sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import type { handleUnaryCall, UntypedServiceImplementation } from '@grpc/grpc-js'
import { refusal, type ServerState } from './calls.ts'

/** What a node says about its cluster: here, that it is alone and leads. */
export function gossipService(
  state: ServerState,
): readonly [typeof gossipGrpc.GossipService, UntypedServiceImplementation] {
  const read: handleUnaryCall<sharedPb.Empty, gossipPb.ClusterInfo> = (call, callback) => {
    const refused = refusal(state, call.metadata)
    if (refused !== undefined) return callback(refused)
    const { host, port } = state.address()
    const endPoint = new gossipPb.EndPoint()
    endPoint.setAddress(host)
    endPoint.setPort(port)
    const id = new sharedPb.UUID()
    id.setString('00000000-0000-4000-8000-000000000001')
    const member = new gossipPb.MemberInfo()
    member.setInstanceId(id)
    member.setIsAlive(true)
    member.setState(gossipPb.MemberInfo.VNodeState.LEADER)
    member.setHttpEndPoint(endPoint)
    const cluster = new gossipPb.ClusterInfo()
    cluster.addMembers(member)
    callback(null, cluster)
  }
  return [gossipGrpc.GossipService, { read }]
}
