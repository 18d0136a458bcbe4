import { oneTimeLink, type Served, serveConsole } from '@tidemark/console'
import { memoryLog } from '@tidemark/log'
import type { Page } from 'playwright-core'
import { type InventoryEventInput, openInventory } from 'tidemark'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { NOW } from './asking.ts'
import { describeInChromium } from './page-in-chromium.ts'

/** Script in the ways it comes: as an element, out of an attribute, as an address. */
const scripts = {
  element: '<img src=x onerror=window.harmed=1>',
  attribute: '"onfocus="window.harmed=1" autofocus x="',
  address: 'javascript:window.harmed=1',
  end: '</td></table><script>window.harmed=1</script>',
}
const { element, attribute, address, end } = scripts

/** Script in every text there is to give, of an item named so at a branch named so. */
const at = { item: element, branch: attribute }

function event(type: string, id: string, day: number, fields: object): InventoryEventInput {
  const occurredAt = `2027-03-0${day}T08:00:00Z`
  // What it is made of is checked when it is recorded.
  return { id, type, occurredAt, ...fields } as InventoryEventInput
}

const events: readonly InventoryEventInput[] = [
  event('ItemDefined', `D ${element}`, 1, {
    item: element,
    name: end,
    group: attribute,
    section: element,
    vendor: address,
    unit: end,
    priceMatrix: attribute,
    merchandising: [element, end],
    prices: { [element]: '3' },
    minimum: '40',
  }),
  event('BranchDefined', `B ${element}`, 1, { branch: attribute, name: element }),
  event('StockReceived', `R ${end}`, 2, {
    ...at,
    quantity: '10',
    unitCost: '2',
    supplier: element,
    document: end,
    note: element,
    actor: address,
  }),
  event('StockSold', `S ${attribute}`, 3, {
    ...at,
    quantity: '12',
    netAmount: '30',
    customer: element,
    note: end,
  }),
  event('StockAdjusted', `A ${address}`, 4, { ...at, quantity: '5', reason: element }),
  event('LotCorrected', `L ${element}`, 5, { ...at, to: end, quantity: '2', expiresOn: '2027-05-01' }),
  event('ChannelStockAllocated', `C ${element}`, 5, { ...at, channel: element, quantity: '1' }),
  event('MovementVoided', `V ${element}`, 6, { item: element, movement: `A ${address}`, reason: end }),
]

await describeInChromium('in the page, script in a text', (open) => {
  const clock = () => NOW
  const inventory = openInventory({ log: memoryLog({ clock }), clock })
  let served: Served
  let page: Page
  let errors: string[]
  const dialogs: string[] = []
  const urls: string[] = []
  let secret: string

  beforeAll(async () => {
    for (const event of events) await inventory.record(event)
    await inventory.snapshots.create({
      id: element,
      name: end,
      description: attribute,
      asOf: '2027-03-10T00:00Z',
    })
    await inventory.snapshots.create({ id: attribute, name: element, asOf: '2027-03-20T00:00Z' })
    await inventory.snapshots.create({ id: 'gone', name: address, asOf: '2027-03-20T00:00Z' })
    await inventory.snapshots.discard('gone', { reason: end })
    await inventory.record(event('StockSold', 'late', 3, { ...at, quantity: '1', netAmount: '3' }))
    const who = oneTimeLink({ id: element, permissions: ['inventory.read', 'inventory.snapshot.create'] })
    served = await serveConsole({ inventory, who, port: 0, clock })
    ;({ page, errors } = await open())
    secret = who.secret
    page.on('request', (request) => urls.push(`${request.url()} ${request.headers().referer ?? ''}`))
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })
    await page.goto(`${served.url}#enter=${who.secret}`)
    await page.getByRole('navigation').waitFor()
  })

  afterAll(async () => {
    await served?.close()
    await inventory.close()
  })

  const path = (...parts: readonly string[]) => `/${parts.map(encodeURIComponent).join('/')}`

  it.each([
    ['levels', '/levels', [element, end, attribute]],
    ['snapshots', '/snapshots', [end, attribute, `discarded: ${end}`]],
    ['a snapshot', path('snapshots', element), [end, attribute, element]],
    ['a comparison', path('compare', element, attribute), [element, end]],
    ['a trend', path('trend', element, attribute), [element, end]],
    ['an item', path('items', element), [element, end, attribute]],
    ['movements', '/movements', [`R ${end}`, `S ${attribute}`]],
    ['anomalies', '/anomalies', []],
  ])('stands as text on the page of %s', async (_name, place, texts) => {
    await page.evaluate(`location.hash = ${JSON.stringify(`#${place}`)}`)
    for (const text of texts)
      await page.locator('main').getByText(text).first().waitFor({ state: 'attached' })
    // A page shows its last answers a moment later: what the scripts would have done stays done.
    const found = await page.evaluate(`({
      harmed: window.harmed ?? null,
      elements: document.querySelectorAll('img, iframe, object, body script').length,
      addresses: [...document.querySelectorAll('a')].filter(({ protocol }) => !/^https?:$/.test(protocol)).length,
    })`)
    expect(found).toEqual({ harmed: null, elements: 0, addresses: 0 })
  })

  it('stands as text in what is opened, too', async () => {
    await page.evaluate(`location.hash = ${JSON.stringify(`#${path('snapshots', element)}`)}`)
    await page.getByRole('button', { name: 'Drift' }).click()
    await page.getByText('StockSold late').waitFor()
    await page.evaluate(`location.hash = ${JSON.stringify(`#${path('compare', element, attribute)}`)}`)
    await page.getByRole('table', { name: 'Bridge' }).waitFor()
    await page.evaluate(`location.hash = ${JSON.stringify('#/levels')}`)
    await page.getByLabel('Search').fill(element)
    await page.getByRole('table', { name: 'Levels' }).getByText(element).first().waitFor()
    expect(await page.evaluate('window.harmed ?? null')).toBeNull()
  })

  it('the secret of the link stands in no address that was asked for, and nowhere in the page', async () => {
    expect(urls.length).toBeGreaterThan(40)
    expect(urls.filter((url) => url.includes(secret))).toEqual([])
    const kept =
      '[location.href, document.cookie, document.documentElement.outerHTML, ...Object.values({ ...localStorage, ...sessionStorage })]'
    expect(String(await page.evaluate(`${kept}.join()`))).not.toContain(secret)
  })

  it('opened nothing, and broke no rule of the page', () => {
    expect(dialogs).toEqual([])
    expect(errors).toEqual([])
  })
})
