/** The seed of every property in specs, unless TIDEMARK_SEED says otherwise; one that fails prints it. */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.TIDEMARK_SEED ?? 20270331) })
