/** A function that makes objects with fields of these names from their values in order. */
export type MakeObject = (values: readonly unknown[]) => object

/**
 * A function that makes objects with these fields, of the values at some places of a list, or from its front on.
 *
 * Compiled, because setting fields by name one after the other takes seven times as long, and this runs for every event
 * that is read. Where compiling is not allowed the fields are set one by one.
 */
export function makerOf(names: readonly string[], places = [...names.keys()]): MakeObject {
  const setOneByOne: MakeObject = (values) => {
    const object: { [name: string]: unknown } = {}
    names.forEach((name, index) => {
      Object.defineProperty(object, name, {
        value: values[places[index] ?? -1],
        writable: true,
        enumerable: true,
        configurable: true,
      })
    })
    return object
  }
  // In a literal, `__proto__` is not the name of a field.
  if (names.includes('__proto__')) return setOneByOne
  const fields = names.map((name, index) => `${JSON.stringify(name)}: values[${places[index]}]`)
  return compiled('values', `return { ${fields.join(', ')} }`) ?? setOneByOne
}

/** The function of a text made of field names alone, each as a JSON string; `undefined` where that is not allowed. */
export function compiled<F>(parameters: string, body: string): F | undefined {
  try {
    return new Function(parameters, body) as F
  } catch {
    return undefined
  }
}
