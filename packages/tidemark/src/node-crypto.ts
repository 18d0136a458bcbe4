/** Node's cryptography, loaded when it is first needed: that takes longer than much of what starts with a program. */
export function nodeCrypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto')
}
