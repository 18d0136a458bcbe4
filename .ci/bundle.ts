/**
 * Makes one file of the command and what it is made of, so that it starts in a third of the time that some seven hundred take,
 * with the licences of what others wrote beside it.
 *
 * What loads files of its own (the console), or is seldom wanted (the client of EventStoreDB), stays outside.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type RolldownOutput, rolldown } from 'rolldown'

const packages = path.resolve(import.meta.dirname, '../packages')
/** What Node is given of rxjs comes as a whole; of these modules only those that are used. */
const rxjs = path.resolve(import.meta.dirname, '../node_modules/rxjs/dist/esm/index.js')
const folder = path.join(packages, 'cli/bundle')

/** Programs of threads are found beside whoever starts them. */
const programs = {
  main: 'cli/dist/main.js',
  'reading-thread': 'tidemark/dist/reading/ahead/reading-thread.js',
  'writer-thread': 'log/dist/sqlite/thread/writer-thread.js',
}

rmSync(folder, { recursive: true, force: true })
// Names stay, so that traces of errors can be read; without the rest there is less to load.
const minify = { mangle: false, compress: false, codegen: { removeWhitespace: true } } as const
const output: RolldownOutput['output'][number][] = []
for (const [name, program] of Object.entries(programs)) {
  // Each by itself: what they share would be one file more for the command to load.
  const built = await rolldown({
    input: { [name]: path.join(packages, program) },
    platform: 'node',
    resolve: { alias: { rxjs } },
    external: [/^@tidemark\/(console|eventstoredb|example-online-retail)$/],
    logLevel: 'warn',
  })
  // What is required loads faster than what is imported: of Node's own modules, above all.
  const files = await built.write({ dir: folder, format: 'cjs', entryFileNames: '[name].cjs', minify })
  output.push(...files.output)
  await built.close()
}

const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
const others = new Set(
  modules.flatMap((id) => /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(id) ?? []),
)
const licences = [...others].sort().map((dependency) => {
  const { name, version } = JSON.parse(readFileSync(path.join(dependency, 'package.json'), 'utf8'))
  const file = readdirSync(dependency).find((entry) => /^licen[cs]e/i.test(entry))
  if (file === undefined || !existsSync(path.join(dependency, file)))
    throw new Error(`${name} has no licence beside it`)
  return `${name} ${version}\n\n${readFileSync(path.join(dependency, file), 'utf8').trim()}\n`
})
writeFileSync(path.join(folder, 'LICENSES.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`))
