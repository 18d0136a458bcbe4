const { statSync } = require('node:fs')
const path = require('node:path')

const bundle = path.join(__dirname, '../bundle/main.cjs')
const modules = path.join(__dirname, '../dist/main.js')
const built = path.join(__dirname, '../dist/.tsbuildinfo')

/**
 * Where the command is: all in one file, which starts in a third of the time. Module by module for the console, which shares
 * them with the command, and where they were built anew since.
 */
exports.program = () => {
  const isConsole = process.argv.includes('console')
  return isConsole || madeAt(bundle) <= madeAt(built) ? modules : bundle
}

function madeAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
