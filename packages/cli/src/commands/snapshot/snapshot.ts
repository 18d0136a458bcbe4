import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addArchive } from './archive.ts'
import { addCreate } from './create.ts'
import { addDescribe } from './describe.ts'
import { addDiscard } from './discard.ts'
import { addList } from './list.ts'
import { addShow } from './show.ts'
import { addVerifySnapshots } from './verify.ts'

/** `tidemark snapshot`: the snapshots of a workspace. Where a command takes an id, a name that is not shared will do. */
export function addSnapshot(program: Command, cli: Cli): void {
  const snapshot = program
    .command('snapshot')
    .description('Take, list, show, verify, archive, describe, discard snapshots.')
  for (const add of [addCreate, addList, addShow, addVerifySnapshots, addArchive, addDescribe, addDiscard])
    add(snapshot, cli)
}
