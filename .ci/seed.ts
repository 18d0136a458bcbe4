/** The seed of every property in vitest, unless TIDEMARK_SEED says otherwise; one that fails prints it. */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.TIDEMARK_SEED ?? 20270331) })
