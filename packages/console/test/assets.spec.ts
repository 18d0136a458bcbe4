import { gunzipSync } from 'node:zlib'
import { openConsole } from '@tidemark/console'
import { expect, test } from 'vitest'
import { inMarch } from './asking.ts'

const console = openConsole({ inventory: await inMarch(), who: () => null, hosts: ['here'] })

const get = (path: string, headers: Record<string, string> = {}) =>
  console.fetch(new Request(`http://here${path}`, { headers }))

async function pathsOfPage(): Promise<readonly string[]> {
  const html = await (await get('/')).text()
  const named = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path]) => `/${path}`)
  return ['/', ...new Set(named)]
}

test('the page and all it needs are small', async () => {
  const paths = await pathsOfPage()
  expect(paths.length).toBeGreaterThan(20)
  let bytes = 0
  for (const path of paths) {
    const response = await get(path, { 'Accept-Encoding': 'gzip' })
    expect([path, response.status, response.headers.get('Content-Encoding')]).toEqual([path, 200, 'gzip'])
    bytes += (await response.arrayBuffer()).byteLength
  }
  expect(bytes).toBeLessThan(300_000)
})

test('a file the browser has already is not sent again', async () => {
  const first = await get('/style.css', { 'Accept-Encoding': 'gzip' })
  expect(gunzipSync(await first.arrayBuffer()).toString()).toBe(await (await get('/style.css')).text())
  const again = await get('/style.css', { 'If-None-Match': first.headers.get('ETag') ?? '' })
  expect([again.status, await again.text()]).toEqual([304, ''])
})

test('the page names nothing from elsewhere, and has no tests in it', async () => {
  for (const path of await pathsOfPage()) {
    const text = await (await get(path)).text()
    expect(text.replaceAll('http://www.w3.org/', ''), path).not.toMatch(/https?:\/\//)
    expect(path).not.toContain('.spec')
  }
})

test('under a base path the page is there, and its files beside it', async () => {
  const mounted = openConsole({
    inventory: await inMarch(),
    who: () => null,
    hosts: ['here'],
    basePath: '/stock',
  })
  const at = (path: string) => mounted.fetch(new Request(`http://here${path}`))
  expect((await at('/stock')).headers.get('Location')).toBe('/stock/')
  expect(await (await at('/stock/')).text()).toContain('<title>Tidemark</title>')
  expect((await at('/stock/style.css')).status).toBe(200)
  expect((await at('/stock/api/health')).status).toBe(200)
  expect((await at('/style.css')).status).toBe(404)
})
