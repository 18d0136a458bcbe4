import { openConsole } from '@tidemark/console'
import { sqliteLog } from '@tidemark/log'
import fc from 'fast-check'
import { openInventory } from 'tidemark'
import { expect, onTestFinished, test } from 'vitest'
import { marchRecorded, NOW, rowsOf } from '../run.spec.support.ts'

test('the console says what the command says, at fifty random instants', async () => {
  const here = await marchRecorded()
  const inventory = openInventory({
    log: await sqliteLog({ path: here.log, clock: () => NOW }),
    clock: () => NOW,
  })
  onTestFinished(() => inventory.close())
  const console = openConsole({
    inventory,
    who: () => ({ id: 'kim', permissions: ['inventory.read'] }),
    hosts: ['here'],
  })
  const instants = fc.date({ min: new Date('2027-02-27'), max: new Date('2027-03-31'), noInvalidDate: true })
  for (const instant of fc.sample(instants, { numRuns: 50, seed: 7 })) {
    const asOf = instant.toISOString()
    const { stdout } = await here.tidemark(['levels', '--as-of', asOf, '--format', 'jsonl'])
    const response = await console.fetch(new Request(`http://here/api/levels?asOf=${asOf}`))
    const { items } = Object(await response.json())
    const rows = items.map(({ name: _n, flags: _f, ...row }: Record<string, unknown>) => row)
    expect(rows).toEqual(rowsOf(stdout))
  }
})
