import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { EventLog } from '@tidemark/log'
import type { OpenLog } from '@tidemark/testing'
import { jsonLinesLog } from '../src/json-lines-log.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'host-app-'))
process.on('exit', () => rmSync(folder, { recursive: true }))
let files = 0

/** An empty log of the host, as the laws open it. */
export const openLog: OpenLog = async () => {
  const opened: EventLog[] = []
  let file = path.join(folder, `${files++}.jsonl`)
  const open = async () => {
    const log = await jsonLinesLog({ path: file })
    opened.push(log)
    return log
  }
  return {
    log: await open(),
    async reopen() {
      await opened.at(-1)?.close()
      return open()
    },
    // What is in the file at this moment is what a process leaves that is killed now.
    async crash() {
      const before = file
      file = path.join(folder, `${files++}.jsonl`)
      copyFileSync(before, file)
      return open()
    },
    async dispose() {
      for (const log of opened) await log.close()
    },
  }
}

/** A log of the host with a clock of its own, for inventories. */
export function logWithClock(clock: () => number): Promise<EventLog> {
  return jsonLinesLog({ path: path.join(folder, `${files++}.jsonl`), clock })
}
