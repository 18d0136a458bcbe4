import { readdirSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const packages = readdirSync(new URL('./packages', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)

/** One project a package: `vitest --project domain` runs the tests of one room alone. */
export default defineConfig({
  test: {
    projects: packages.map((name) => ({
      resolve: { conditions: ['@tidemark/source'] },
      ssr: { resolve: { conditions: ['@tidemark/source'] } },
      test: { name, root: `packages/${name}`, include: ['src/**/*.spec.ts', 'test/**/*.spec.ts'] },
    })),
  },
})
