/** fast-check, with fewer cases where any number does: there are thousands of mutations to try them on. */
import * as all from 'fast-check'

export * from 'fast-check'

const ENOUGH = 60

// The overloads of `assert` return what that of the property at hand does; passing both on keeps to that.
const assert = ((property: all.IRawProperty<unknown>, parameters: all.Parameters<unknown> = {}) => {
  const { numRuns = 100 } = parameters
  // A property that asks for thousands counts what it met.
  return all.assert(property, {
    ...parameters,
    numRuns: numRuns > 1000 ? numRuns : Math.min(numRuns, ENOUGH),
  })
}) as typeof all.assert

export default { ...all, assert }
