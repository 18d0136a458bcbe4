import path from 'node:path'

/** The real data the example ships. */
export const dataFile = path.resolve(import.meta.dirname, '../data/online-retail-45sku-full-year.csv')

/** Where everything the main job writes goes: `out/` in the folder it is started in. */
export const outFolder = path.resolve('out')

/** A file among the results. */
export function outFile(name: string): string {
  return path.join(outFolder, name)
}
