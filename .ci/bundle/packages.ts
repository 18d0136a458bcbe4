import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type Plugin, rolldown } from 'rolldown'
import { manifestOf, packages, threads } from './places.ts'

/** Whoever looks for an error finds the sources: the compiler knows where in them each line of its modules comes from. */
const sourcesOfModules: Plugin = {
  name: 'sources-of-modules',
  load: (id) => {
    const map = `${id}.map`
    if (!existsSync(map)) return null
    return { code: readFileSync(id, 'utf8'), map: readFileSync(map, 'utf8') }
  },
}

/** One file for each entry of a package that it publishes from `bundle`; what it imports of others stays outside. */
export async function bundlePackage(folder: string): Promise<void> {
  const entries = entriesOf(folder)
  if (Object.keys(entries).length === 0) return
  const own = path.join(packages, folder)
  const dir = path.join(own, 'bundle')
  rmSync(dir, { recursive: true, force: true })
  const programs = threads.filter((thread) => thread.folder === folder)
  // Programs by themselves: what they share with the others would be one file more to load for all.
  const inputs = [entries, ...programs.map(({ name, module }) => ({ [name]: path.join(own, module) }))]
  for (const input of inputs) {
    const built = await rolldown({
      input,
      platform: 'node',
      external: (id) => !id.startsWith('.') && !path.isAbsolute(id),
      plugins: [sourcesOfModules],
      logLevel: 'warn',
    })
    await built.write({ dir, format: 'esm', sourcemap: true })
    await built.close()
  }
}

/** By name of the file: the module it begins with. */
function entriesOf(folder: string): Readonly<Record<string, string>> {
  const entries: Record<string, string> = {}
  for (const { types = '', default: published = '' } of Object.values(manifestOf(folder).exports)) {
    const name = /^\.\/bundle\/(.*)\.js$/.exec(published)?.[1]
    if (name !== undefined) entries[name] = path.join(packages, folder, types.replace(/\.d\.ts$/, '.js'))
  }
  return entries
}
