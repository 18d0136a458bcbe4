import { readdirSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'vitest/config'

/** Processes that tests start keep here what Node compiled: each one after the first starts in less than half the time. */
process.env.NODE_COMPILE_CACHE ??= path.join(import.meta.dirname, 'node_modules/.cache/compiled')

const rooms = ['packages', 'examples'].flatMap((parent) =>
  readdirSync(new URL(parent, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    // An example may be about a package of the same name.
    .map(({ name }) => ({
      name: parent === 'examples' ? `example-${name}` : name,
      root: `${parent}/${name}`,
    })),
)

/** One project a package or example: `vitest --config vitest.workspace.ts --project domain` tests one room alone. */
export default defineConfig({
  test: {
    // All cores: left to itself it keeps one free, which of two is half.
    maxWorkers: '100%',
    projects: rooms.map(({ name, root }) => ({
      test: {
        name,
        root,
        include: ['src/**/*.spec.ts', 'test/**/*.spec.ts'],
        setupFiles: [path.join(import.meta.dirname, '.ci/seed.ts')],
        // Node runs the sources itself, as it does everywhere else here, and loads them once for all files of a room.
        experimental: { viteModuleRunner: false },
        execArgv: ['--conditions=@tidemark/source'],
        isolate: false,
        // A machine that is busy with something else is slow, not wrong.
        testTimeout: 60_000,
        hookTimeout: 60_000,
      },
    })),
  },
})
