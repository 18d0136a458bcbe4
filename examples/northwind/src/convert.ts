/** Writes the movement file to stdout. */
import { movements } from './movements.ts'

for (const event of await movements()) process.stdout.write(`${JSON.stringify(event)}\n`)
