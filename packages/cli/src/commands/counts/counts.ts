import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addPost } from './post.ts'
import { addSheet } from './sheet.ts'

/** `tidemark counts`: count sheets and their posting. */
export function addCounts(program: Command, cli: Cli): void {
  const counts = program
    .command('counts')
    .description('Count sheets: expected, counted, variance; and their posting.')
  for (const add of [addSheet, addPost]) add(counts, cli)
}
