#!/usr/bin/env node
// Loaded only where it can run: on an older Node the imports themselves would fail, and without a word of help.
if (Number.parseInt(process.versions.node, 10) >= 24) {
  // Node keeps compiled modules in the system's temporary folder: the next command starts in less time.
  require('node:module').enableCompileCache()
  const program = require('./program.cjs').program()
  if (program.endsWith('.cjs')) require(program)
  else import(require('node:url').pathToFileURL(program).href)
} else {
  console.error(`tidemark: needs Node 24 or newer, this is Node ${process.versions.node}`)
  process.exitCode = 1
}
