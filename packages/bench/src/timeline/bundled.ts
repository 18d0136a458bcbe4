import path from 'node:path'
import { rolldown } from 'rolldown'

/** As for the command: the modules of rxjs, of which only those that are used come along. */
const rxjs = path.resolve(import.meta.dirname, '../../../../node_modules/rxjs/dist/esm/index.js')

/** A program of this folder in one file, as programs that are to start fast are shipped; where it is. */
export async function bundled(program: string, folder: string): Promise<string> {
  const built = await rolldown({
    input: path.join(import.meta.dirname, program),
    platform: 'node',
    resolve: { alias: { rxjs }, conditionNames: ['@tidemark/source', 'node', 'import'] },
    logLevel: 'warn',
  })
  const { output } = await built.write({
    dir: path.join(folder, 'bundled'),
    format: 'cjs',
    entryFileNames: '[name].cjs',
    minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
  })
  await built.close()
  return path.join(folder, 'bundled', output[0].fileName)
}
