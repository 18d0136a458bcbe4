/**
 * `npm run -s profile -- view|rebuild|import [--movements N]`: where time and memory go, found out by the inspector's
 * profiler in a process of its own.
 */
import { execFile } from 'node:child_process'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { withFolder } from '../scratch.ts'
import { reportOf } from './report.ts'
import { works } from './works.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { movements: { type: 'string', default: '200000' } },
})
const [name = ''] = positionals
const work = works[name]
const movements = Number(values.movements)
if (work === undefined || !Number.isSafeInteger(movements) || movements < 1000) {
  console.error(`profile: one of ${Object.keys(works).join(', ')}; --movements N, 1000 or more`)
  process.exit(2)
}
await withFolder(async (folder) => {
  await work.prepare(folder, movements)
  const program = path.join(import.meta.dirname, 'work-process.ts')
  const options = ['--conditions=@tidemark/source', '--max-old-space-size=8192']
  const { stdout } = await promisify(execFile)(process.execPath, [...options, program, name, folder], {
    maxBuffer: 64 * 1024 * 1024,
  })
  console.log(`${name}, ${movements.toLocaleString('en')} movements\n\n${reportOf(JSON.parse(stdout))}`)
})
