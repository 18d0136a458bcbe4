/** Makes few files of many, which Node loads in a fraction of the time: of the packages that hosts import, and of the command. */
import { bundleCommand } from './command.ts'
import { bundlePackage } from './packages.ts'
import { folders } from './places.ts'

for (const folder of folders) await bundlePackage(folder)
await bundleCommand()
