import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type RolldownOutput, rolldown } from 'rolldown'
import { folders, manifestOf, packages, threads } from './places.ts'

const dir = path.join(packages, 'cli/bundle')
const main = { folder: 'cli', name: 'main', module: 'dist/main.js' }

/** What Node is given of rxjs comes as a whole; of these modules only those that are used. */
const rxjs = path.resolve(packages, '../node_modules/rxjs/dist/esm/index.js')
const childProcess = path.join(import.meta.dirname, 'child-process.ts')
/** Of our own packages, too, their modules. */
const ours = Object.fromEntries(
  folders.map((folder) => [manifestOf(folder).name, path.join(packages, folder, 'dist/index.js')]),
)

// Names stay, so that traces of errors can be read; without the rest there is less to load.
const minify = { mangle: false, compress: false, codegen: { removeWhitespace: true } } as const

/**
 * One file of the command and what it is made of, with the licences of what others wrote beside it. What loads files of its own
 * (the console), or is seldom wanted (the client of EventStoreDB), stays outside.
 */
export async function bundleCommand(): Promise<void> {
  rmSync(dir, { recursive: true, force: true })
  const output: RolldownOutput['output'][number][] = []
  // Each by itself: what they share would be one file more for the command to load.
  for (const { folder, name, module } of [main, ...threads]) {
    const built = await rolldown({
      input: { [name]: path.join(packages, folder, module) },
      platform: 'node',
      resolve: { alias: { ...ours, rxjs, 'node:child_process': childProcess } },
      external: [/^@tidemark\/(console|eventstoredb|example-online-retail)$/],
      logLevel: 'warn',
    })
    // What is required loads faster than what is imported: of Node's own modules, above all.
    const files = await built.write({
      dir,
      format: 'cjs',
      codeSplitting: false,
      entryFileNames: '[name].cjs',
      minify,
    })
    output.push(...files.output)
    await built.close()
  }
  writeFileSync(path.join(dir, 'LICENSES.txt'), licencesOf(output))
}

function licencesOf(output: RolldownOutput['output'][number][]): string {
  const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
  const others = new Set(
    modules.flatMap((id) => /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(id) ?? []),
  )
  return [...others]
    .sort()
    .map(licenceOf)
    .join(`\n${'-'.repeat(80)}\n\n`)
}

function licenceOf(dependency: string): string {
  const { name, version } = JSON.parse(readFileSync(path.join(dependency, 'package.json'), 'utf8'))
  const file = readdirSync(dependency).find((entry) => /^licen[cs]e/i.test(entry))
  if (file === undefined || !existsSync(path.join(dependency, file)))
    throw new Error(`${name} has no licence beside it`)
  return `${name} ${version}\n\n${readFileSync(path.join(dependency, file), 'utf8').trim()}\n`
}
