import { inventoryLaws, logLaws, projectionLaws, snapshotLaws } from '@tidemark/testing'
import { lawSuite } from '@tidemark/testing/uvu'
import { openInventory } from 'tidemark'
import { unitsByWeekday } from '../src/units-by-weekday.ts'
import { logWithClock, openLog } from './stores.ts'

const command = 'node test/host-app.uvu.ts'
const open = async (clock: () => number) => openInventory({ log: await logWithClock(clock), clock })

lawSuite('units by weekday', projectionLaws(unitsByWeekday), { seed: 1, runs: 40, command })
lawSuite('the log in JSON lines', logLaws(openLog), { seed: 1, runs: 30, command })
lawSuite('an inventory over it', [...inventoryLaws({ open }), ...snapshotLaws({ open })], {
  seed: 1,
  runs: 5,
  command,
})
