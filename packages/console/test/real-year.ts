import { fileURLToPath } from 'node:url'
import { convert } from '@tidemark/example-online-retail'
import { type EventLog, memoryLog } from '@tidemark/log'
import { type Inventory, openInventory } from 'tidemark'

const file = fileURLToPath(
  new URL('../../../examples/online-retail/data/online-retail-45sku-full-year.csv', import.meta.url),
)

/** An inventory that holds a year of real trade, December 2010 to December 2011. */
export async function realYear(log: EventLog = memoryLog()): Promise<Inventory> {
  const inventory = openInventory({ log })
  const { movements } = await convert(file)
  async function* bytes() {
    for await (const movement of movements) yield Buffer.from(`${JSON.stringify(movement)}\n`)
  }
  const { refused } = await inventory.import(bytes())
  if (refused > 0) throw new Error(`${refused} movements of the real year were refused`)
  return inventory
}
