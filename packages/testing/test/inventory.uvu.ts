import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryLog, sqliteLog } from '@tidemark/log'
import { digestIsTheSameInAnyStore, inventoryLaws, type OpenInventory } from '@tidemark/testing'
import { openInventory } from 'tidemark'
import { suite } from 'uvu'
import { trials } from './trials.ts'

const inMemory: OpenInventory = (clock) => openInventory({ log: memoryLog({ clock }), clock })

const folder = mkdtempSync(join(tmpdir(), 'tidemark-laws-'))
let files = 0

const inFiles: OpenInventory = async (clock) => {
  const path = join(folder, `${files++}.db`)
  return openInventory({ log: await sqliteLog({ path, clock }), clock })
}

const memory = suite('an inventory in memory')
for (const law of inventoryLaws({ open: inMemory })) memory(law.name, () => law.check(trials(100)))
memory.run()

const sqlite = suite('an inventory in a SQLite file')
sqlite.after(() => rmSync(folder, { recursive: true }))
const laws = [...inventoryLaws({ open: inFiles }), digestIsTheSameInAnyStore({ open: inMemory }, inFiles)]
for (const law of laws) sqlite(law.name, () => law.check(trials(8)))
sqlite.run()
