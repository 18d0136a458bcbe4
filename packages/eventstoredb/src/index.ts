export { EventStoreError, type EventStoreProblem, eventStoreErrors } from './errors.ts'
export { type EventStoreLog, type EventStoreLogOptions, eventStoreLog } from './event-store-log.ts'
export type { Health } from './health-report.ts'
export type { WatchState } from './watch-state.ts'
