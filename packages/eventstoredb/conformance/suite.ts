import { logConformance, type OpenLog } from '@tidemark/testing'
import { eventStoreLog } from '../src/index.ts'
import { apartFromOthers } from './apart-from-others.ts'
import { type Case, ownConnection, TIMEOUT_MS } from './case.ts'

/** What every log promises, on this server. Each promise writes to streams of its own, with a random name. */
export const suiteCases: readonly Case[] = logConformance.map(({ name, run }) => ({
  name: `log: ${name}`,
  run: (connectionString) => run(openOn(connectionString)),
}))

/** Opens the log under test over a connection of its own; `reopen` is another one, like that of a process started anew. */
export function openOn(connectionString: string): OpenLog {
  const connect = () =>
    eventStoreLog({ connectionString: ownConnection(connectionString), timeoutMs: TIMEOUT_MS })
  return async () => {
    let opened = connect()
    const log = await apartFromOthers(opened).catch(async (error: unknown) => {
      await opened.close()
      throw error
    })
    return {
      log,
      async reopen() {
        await opened.close()
        opened = connect()
        return apartFromOthers(opened, log)
      },
      dispose: () => opened.close(),
    }
  }
}
