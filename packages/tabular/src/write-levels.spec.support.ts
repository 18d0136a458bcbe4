/** Writes so many levels to stdout in a format, in a process of its own, and tells on stderr what memory it took, in MB. */
import { writeSync } from 'node:fs'
import { fileFormats } from './file-format.ts'
import { manyLevels } from './levels.spec.support.ts'
import { reportBytes } from './report-bytes.ts'
import { levelsReport } from './reports/levels.ts'

const [wanted, count] = process.argv.slice(2)
const format = fileFormats.find((one) => one === wanted)
if (format === undefined) throw new Error(`no such format: ${wanted}`)
const report = levelsReport({
  moment: { asOf: '2027-03-31T21:59:59.999Z', knownThrough: null, snapshot: null },
  digest: null,
  only: { item: null, branch: null },
  rows: () => manyLevels(Number(count)),
})
for (const bytes of reportBytes(report, format)) {
  for (let written = 0; written < bytes.length; ) written += writeSync(1, bytes, written)
}
writeSync(2, String(Math.round(process.resourceUsage().maxRSS / 1024)))
