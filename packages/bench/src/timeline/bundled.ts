import path from 'node:path'
import { rolldown } from 'rolldown'

/** A program of this folder in one file, as programs that are to start fast are shipped; where it is. */
export async function bundled(program: string, folder: string): Promise<string> {
  const built = await rolldown({
    input: path.join(import.meta.dirname, program),
    platform: 'node',
    resolve: { conditionNames: ['@tidemark/source', 'node', 'import'] },
    logLevel: 'warn',
  })
  const { output } = await built.write({
    dir: path.join(folder, 'bundled'),
    format: 'esm',
    minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
  })
  await built.close()
  return path.join(folder, 'bundled', output[0].fileName)
}
