export type { ServerBehaviour } from './calls.ts'
export {
  type Fault,
  type FaultPlan,
  type FaultRates,
  type Operation,
  randomNumbers,
  scriptedFaults,
  seededFaults,
} from './faults.ts'
export { startTestServer, type TestServer, type TestServerOptions } from './server.ts'
export type { Expected, ProposedRecord, Store, StoredRecord, WriteOutcome } from './store.ts'
