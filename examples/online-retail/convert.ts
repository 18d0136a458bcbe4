import { once } from 'node:events'
import { convert } from './src/convert.ts'
import { summary } from './src/summary.ts'

/** How much text to gather before writing, in characters: a write for every line would cost more than the line. */
const CHUNK = 65_536

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of the pipe has seen enough (`| head`).
  if (error.code === 'EPIPE') process.exit(0)
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
})

async function main(path: string): Promise<void> {
  const started = performance.now()
  const { survey, derived, movements } = await convert(path)
  let written = 0
  let linked = 0
  let text = ''
  for await (const movement of movements) {
    written += 1
    if (movement.type === 'StockReturnedByCustomer' && movement.sale !== undefined) linked += 1
    text += JSON.stringify(movement) + '\n'
    if (text.length >= CHUNK) {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain')
      text = ''
    }
  }
  process.stdout.write(text)
  const seconds = (performance.now() - started) / 1000
  process.stderr.write(summary(survey, { derived, written, linked, seconds }))
}

const path = process.argv[2]
if (path === undefined || process.argv.length > 3) {
  process.stderr.write('usage: node convert.ts INPUT.csv[.gz] > movements.jsonl\n')
  process.exitCode = 2
} else {
  try {
    await main(path)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
