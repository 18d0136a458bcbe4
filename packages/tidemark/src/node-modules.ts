/*
 * Parts of Node, loaded when they are first needed: that takes longer than much of what starts with a program.
 */

export function nodeCrypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto')
}

export function nodeFs(): typeof import('node:fs') {
  return process.getBuiltinModule('node:fs')
}

export function nodeThreads(): typeof import('node:worker_threads') {
  return process.getBuiltinModule('node:worker_threads')
}
