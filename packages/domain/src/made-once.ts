/** What is worked out when it is first asked for, and kept. */
export function once<Made extends object>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** An object whose fields are worked out one by one, each when it is first read, and kept. */
export function eachOnce<Makers extends { readonly [field: string]: () => object }>(
  makers: Makers,
): { readonly [Field in keyof Makers]: ReturnType<Makers[Field]> } {
  const fields = Object.entries(makers).map(([field, make]) => [field, { get: once(make), enumerable: true }])
  // Each field gives what its maker makes.
  return Object.defineProperties({}, Object.fromEntries(fields)) as never
}
