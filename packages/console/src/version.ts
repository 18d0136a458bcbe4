import { readFileSync } from 'node:fs'

const NAME = '@tidemark/console'

let known: string | undefined

/** The version of the package; `unknown` where its manifest is not beside it, as in a program that was bundled. */
export function version(): string {
  known ??= versionIn(manifest()) ?? 'unknown'
  return known
}

/** It lies in the same place beside the sources and beside the built files; in a bundle there may be that of the host. */
function manifest(): unknown {
  try {
    return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  } catch {
    return undefined
  }
}

function versionIn(manifest: unknown): string | undefined {
  if (typeof manifest !== 'object' || manifest === null || Reflect.get(manifest, 'name') !== NAME)
    return undefined
  return String(Reflect.get(manifest, 'version'))
}
