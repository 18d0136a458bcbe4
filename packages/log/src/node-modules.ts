/*
 * Parts of Node, loaded when they are first needed: to import them by name takes a twentieth of the time in which a program
 * starts.
 */

export function nodeFs(): typeof import('node:fs') {
  return process.getBuiltinModule('node:fs')
}

export function nodeThreads(): typeof import('node:worker_threads') {
  return process.getBuiltinModule('node:worker_threads')
}
