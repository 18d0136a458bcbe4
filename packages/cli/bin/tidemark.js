#!/usr/bin/env node
// Loaded only where it can run: on an older Node the imports themselves would fail, and without a word of help.
if (Number.parseInt(process.versions.node, 10) >= 24) {
  const { enableCompileCache } = await import('node:module')
  // Node keeps compiled modules in the system's temporary folder: the next command starts in less time.
  enableCompileCache()
  const { program } = await import('./program.js')
  await import(program())
} else {
  console.error(`tidemark: needs Node 24 or newer, this is Node ${process.versions.node}`)
  process.exitCode = 1
}
