import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addKeyCreate } from './create.ts'
import { addKeyList } from './list.ts'
import { addKeyRevoke } from './revoke.ts'

/** `tidemark key`: who may come into the console, and what they may do there. */
export function addKey(program: Command, cli: Cli): void {
  const key = program.command('key').description('Keys to the console: make, list and revoke them.')
  for (const add of [addKeyCreate, addKeyList, addKeyRevoke]) add(key, cli)
}
