/** `npm run -s conformance -- URL`: proves on a real server what the tests prove on one in their own process. */
import { conformance } from './program.ts'

const code = await conformance(process.argv.slice(2), {
  out: (line) => console.log(line),
  problem: (line) => console.error(line),
})
// What hung in a failed case is not to keep the process alive; what was printed has to get out first.
process.stdout.write('', () => process.exit(code))
