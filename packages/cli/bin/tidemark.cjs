#!/usr/bin/env node
const { isStale, program } = require('./program.cjs')

if (Number.parseInt(process.versions.node, 10) < 24) {
  // Not loaded where it cannot run: the imports themselves would fail, and without a word of help.
  fail(`needs Node 24 or newer, this is Node ${process.versions.node}`)
} else if (isStale()) fail('was built anew and is yet to be put into one file: npm run build')
else {
  // Node keeps compiled modules in the system's temporary folder: the next command starts in less time.
  require('node:module').enableCompileCache()
  const file = program(process.argv.slice(2))
  if (file.endsWith('.cjs')) require(file)
  else import(require('node:url').pathToFileURL(file).href)
}

function fail(why) {
  console.error(`tidemark: ${why}`)
  process.exitCode = 1
}
