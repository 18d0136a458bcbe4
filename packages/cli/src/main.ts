import { run } from './run.ts'

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  log: process.env.TIDEMARK_LOG,
  debug: process.env.TIDEMARK_DEBUG === '1',
  now: Date.now,
  onInterrupt: (listener) => listening('SIGINT', listener),
  onTerminate: (listener) => listening('SIGTERM', listener),
})

function listening(signal: 'SIGINT' | 'SIGTERM', listener: () => void): () => void {
  process.once(signal, listener)
  return () => process.off(signal, listener)
}
