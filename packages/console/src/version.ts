import { readFileSync } from 'node:fs'

/** The version of the package, which lies in the same place beside the sources and beside the built files. */
export const version: string = versionOf(
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')),
)

function versionOf(manifest: unknown): string {
  return String(typeof manifest === 'object' && manifest !== null && Reflect.get(manifest, 'version'))
}
