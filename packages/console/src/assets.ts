import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { gzipSync } from 'node:zlib'
import { ConsoleError } from './errors.ts'

/** A file of the page. */
export interface Asset {
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly gzipped: Uint8Array<ArrayBuffer>
  readonly etag: string
}

/** From the sources the page is served as its sources without their types, from what was built as it was built. */
type Extension = 'ts' | 'js'

/**
 * All files of the page by their path: nothing else is ever read for whoever asks, whatever they ask for.
 *
 * @throws ConsoleError `PAGE_MISSING` where they are not beside the console.
 */
export function pageAssets(): ReadonlyMap<string, Asset> {
  try {
    return assetsBeside(import.meta.url.endsWith('.ts') ? 'ts' : 'js')
  } catch (cause) {
    throw new ConsoleError('PAGE_MISSING', 'the page', {}, cause)
  }
}

function assetsBeside(extension: Extension): ReadonlyMap<string, Asset> {
  const assets = new Map<string, Asset>()
  const put = (path: string, type: string, text: string) => assets.set(path, assetOf(type, text))
  const modules = readdirSync(new URL('./page/', import.meta.url)).filter((name) => isModule(name, extension))
  for (const name of modules) {
    const text = readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8')
    put(
      `/page/${name}`,
      'text/javascript; charset=utf-8',
      extension === 'ts' ? stripTypeScriptTypes(text) : text,
    )
  }
  put('/style.css', 'text/css; charset=utf-8', textOf('style.css'))
  put('/icon.svg', 'image/svg+xml', textOf('icon.svg'))
  put('/', 'text/html; charset=utf-8', withModules(textOf('index.html'), modules, extension))
  return assets
}

function isModule(name: string, extension: Extension): boolean {
  return name.endsWith(`.${extension}`) && !name.includes('.spec.') && !name.endsWith('.d.ts')
}

/** From the same place beside the sources and beside the built files. */
function textOf(name: string): string {
  return readFileSync(new URL(`../assets/${name}`, import.meta.url), 'utf8')
}

/** Names all modules at once, so that the browser need not find them one by one. */
function withModules(html: string, modules: readonly string[], extension: Extension): string {
  const preloads = modules.map((name) => `<link rel="modulepreload" href="page/${name}">`)
  const main = `<script type="module" src="page/main.${extension}"></script>`
  return html.replace('<!-- modules -->', [...preloads, main].join('\n    '))
}

function assetOf(type: string, text: string): Asset {
  const bytes = new Uint8Array(Buffer.from(text))
  const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`
  return { type, bytes, gzipped: new Uint8Array(gzipSync(bytes)), etag }
}

/** Answers with a file of the page; a browser that has it already is told so. */
export function assetResponse({ type, bytes, gzipped, etag }: Asset, request: Request): Response {
  const headers = { ETag: etag, 'Cache-Control': 'no-cache', Vary: 'Accept-Encoding' }
  if (request.headers.get('If-None-Match') === etag) return new Response(null, { status: 304, headers })
  const zipped = /\bgzip\b/.test(request.headers.get('Accept-Encoding') ?? '')
  return new Response(zipped ? gzipped : bytes, {
    headers: { ...headers, 'Content-Type': type, ...(zipped ? { 'Content-Encoding': 'gzip' } : {}) },
  })
}
