import { readFileSync } from 'node:fs'
import { startTestServer, type TestServer, type TestServerOptions } from '@tidemark/eventstoredb/test-server'
import { onTestFinished } from 'vitest'
import { NOW } from './run.spec.support.ts'

/** A certificate for 127.0.0.1 and localhost that signed itself, and its key; good for nothing but these tests. */
export const certificateFile = new URL('./test-certificate.spec.pem', import.meta.url).pathname
const pem = readFileSync(certificateFile, 'utf8')
export const tls = { certificate: pem, key: pem }

/** A server for one test, with the clock of the commands under test. */
export async function givenServer(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await startTestServer({ clock: () => NOW, ...options })
  onTestFinished(() => server.stop())
  return server
}
