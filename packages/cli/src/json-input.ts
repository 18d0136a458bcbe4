import { TidemarkError } from 'tidemark'

/**
 * All text of a stream of bytes.
 *
 * @throws TidemarkError `INVALID_UTF8`.
 */
export async function readText(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new TidemarkError('INVALID_UTF8', 'stdin')
  }
}

/**
 * The value of a JSON text.
 *
 * @throws TidemarkError `INVALID_JSON`.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new TidemarkError('INVALID_JSON', error.message)
  }
}
