import { createHash } from 'node:crypto'

/** A movement file of made-up trade: some items, mostly sales, always the same for a seed. */
export function tradeFile(seed: number, lines: number): string {
  const start = Date.parse('2025-01-01T00:00:00Z')
  const movements: string[] = []
  for (let n = 0; n < lines; n++) {
    const chance = createHash('sha256').update(`${seed}/${n}`).digest()
    const at = new Date(start + n * 60_000).toISOString()
    const common = {
      id: `M${n}`,
      occurredAt: at,
      item: `I${chance.readUInt8(0)}`,
      branch: `B${chance.readUInt8(1) % 4}`,
    }
    const quantity = String((chance.readUInt8(2) % 20) + 1)
    movements.push(
      JSON.stringify(
        chance.readUInt8(3) < 64
          ? { ...common, type: 'StockReceived', quantity, unitCost: `${chance.readUInt8(4)}.25` }
          : { ...common, type: 'StockSold', quantity, netAmount: `${chance.readUInt16LE(4)}.99` },
      ),
    )
  }
  return `${movements.join('\n')}\n`
}
