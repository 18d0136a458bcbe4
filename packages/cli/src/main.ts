import { run } from './run.ts'

// Should there be nothing left to wait for before it is done, it has failed.
process.exitCode = 1
// Not awaited here: a module that is waited for could not be required.
run(process.argv.slice(2), {
  // Made when it is read, which most commands do not do.
  get stdin() {
    return process.stdin
  },
  stdout: process.stdout,
  stderr: process.stderr,
  log: process.env.TIDEMARK_LOG,
  debug: process.env.TIDEMARK_DEBUG === '1',
  now: Date.now,
  onInterrupt: (listener) => listening('SIGINT', listener),
  onTerminate: (listener) => listening('SIGTERM', listener),
}).then((exitCode) => {
  process.exitCode = exitCode
})

function listening(signal: 'SIGINT' | 'SIGTERM', listener: () => void): () => void {
  process.once(signal, listener)
  return () => process.off(signal, listener)
}
