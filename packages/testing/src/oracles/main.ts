import { readFile } from 'node:fs/promises'
import { messageOf } from './oracle-error.ts'
import { readOracleCases } from './read-cases.ts'
import { runOracles } from './run-oracles.ts'

async function main(path: string): Promise<boolean> {
  const report = await runOracles(readOracleCases(await readFile(path, 'utf8')))
  for (const { message } of report.failures) console.log(message)
  const { cases, figures } = report.peerSpecific
  if (cases > 0) console.log(`peer-specific, not replayed: ${figures} figures of ${cases} cases`)
  console.log(`oracles: ${report.holding} of ${report.figures} hold`)
  // A file that expects nothing proves nothing.
  return report.figures > 0 && report.holding === report.figures
}

const [path, ...others] = process.argv.slice(2)
if (path === undefined || others.length > 0) {
  console.error('usage: npm run -s oracles -- FILE')
  process.exitCode = 2
} else {
  try {
    if (!(await main(path))) process.exitCode = 1
  } catch (error) {
    console.error(messageOf(error))
    process.exitCode = 1
  }
}
