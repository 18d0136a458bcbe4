const { statSync } = require('node:fs')
const path = require('node:path')

const bundle = path.join(__dirname, '../bundle/main.cjs')
const modules = path.join(__dirname, '../dist/main.js')
/** What the compiler notes for itself: it is not published. */
const built = path.join(__dirname, '../dist/.tsbuildinfo')

/** Whether modules were built since all was put into few files: what is in these is no longer what the sources say. */
exports.isStale = () => madeAt(bundle) < madeAt(built)

/** Where the command is: all in one file, which starts in a third of the time; module by module for the console, which shares them with it. */
exports.program = (args) => (args.includes('console') ? modules : bundle)

function madeAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
