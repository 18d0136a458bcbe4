import { parseInstant } from 'tidemark'
import { decimalAt, type Fields, listAt, objectAt, refuseUnknown, stepNumberAt, textAt } from './fields.ts'
import type { CountedLine, OracleStep, StepKind } from './oracle-case.ts'
import { OracleError } from './oracle-error.ts'

type Field = Exclude<keyof OracleStep, 'n' | 'at' | 'kind' | 'item'>

/** What a step of each kind must say, and what it may say beside `n`, `at`, `kind`, `item` and a `note`. */
export const stepFields: {
  readonly [K in StepKind]: { readonly needs: readonly Field[]; readonly may: readonly Field[] }
} = {
  receipt: { needs: ['qty', 'location'], may: ['unitCost', 'totalCost', 'freight', 'lot'] },
  sale: { needs: ['qty', 'location'], may: ['lot'] },
  adjustment: { needs: ['qty', 'location'], may: ['unitCost', 'lot'] },
  count: { needs: ['location'], may: ['qty', 'unitCost', 'lot'] },
  product_count: { needs: ['lines'], may: ['location'] },
  transfer: { needs: ['qty', 'from', 'to'], may: ['freight', 'lot'] },
  transfer_in: { needs: ['qty'], may: ['location', 'to', 'from', 'unitCost', 'lot'] },
  customer_return: { needs: ['qty'], may: ['location', 'ofStep', 'lot'] },
  return_to_supplier: { needs: ['qty'], may: ['location', 'ofStep', 'lot'] },
  set_cost: { needs: ['unitCost', 'location'], may: [] },
  revalue: { needs: ['amount', 'location'], may: [] },
  freight: { needs: ['ofStep', 'amount'], may: ['location'] },
  reprice: { needs: ['ofStep'], may: ['unitCost', 'totalCost', 'location'] },
  amend_qty: { needs: ['ofStep', 'qty'], may: ['location'] },
  cancel: { needs: ['ofStep'], may: ['location'] },
}

const common = ['n', 'at', 'kind', 'item', 'note']

/** Reads the steps of a case. Throws OracleError for anything that is not understood. */
export function readSteps(value: unknown, where: string): readonly OracleStep[] {
  return listAt(value, `${where}: steps`).map((step, index) => {
    return readStep(objectAt(step, `${where}, step ${index + 1}`), index + 1, `${where}, step ${index + 1}`)
  })
}

function readStep(fields: Fields, expected: number, where: string): OracleStep {
  const kind = textAt(fields, 'kind', where)
  if (!isStepKind(kind)) throw new OracleError(`${where}: unknown kind ${kind}`)
  const { needs, may } = stepFields[kind]
  refuseUnknown(fields, [...common, ...needs, ...may], where)
  const missing = needs.find((field) => fields[field] === undefined)
  if (missing !== undefined) throw new OracleError(`${where}: a ${kind} needs ${missing}`)
  const n = stepNumberAt(fields, 'n', where)
  if (n !== expected) throw new OracleError(`${where}: n is ${n}; steps are numbered in order of entry`)
  const ofStep = fields.ofStep === undefined ? undefined : stepNumberAt(fields, 'ofStep', where)
  if (ofStep !== undefined && (ofStep < 1 || ofStep >= n)) {
    throw new OracleError(`${where}: ofStep ${ofStep} is not an earlier step`)
  }
  return {
    n,
    at: instantAt(fields, where),
    kind,
    item: textAt(fields, 'item', where),
    ...textsOf(fields, ['location', 'from', 'to', 'lot'], where),
    ...decimalsOf(fields, ['qty', 'unitCost', 'totalCost', 'freight', 'amount'], where),
    ...(ofStep === undefined ? {} : { ofStep }),
    ...(fields.lines === undefined ? {} : { lines: readLines(fields.lines, where) }),
  }
}

function isStepKind(kind: string): kind is StepKind {
  return Object.hasOwn(stepFields, kind)
}

function instantAt(fields: Fields, where: string): string {
  const at = textAt(fields, 'at', where)
  if (parseInstant(at) === null) throw new OracleError(`${where}: at is not an instant with an offset or Z`)
  return at
}

function readLines(value: unknown, where: string): readonly CountedLine[] {
  return listAt(value, `${where}: lines`).map((line, index) => {
    const here = `${where}, line ${index + 1}`
    const fields = objectAt(line, here)
    refuseUnknown(fields, ['location', 'lot', 'qty', 'unitCost', 'note'], here)
    return {
      qty: decimalAt(fields, 'qty', here),
      ...textsOf(fields, ['location', 'lot'], here),
      ...decimalsOf(fields, ['unitCost'], here),
    }
  })
}

function textsOf<F extends string>(
  fields: Fields,
  names: readonly F[],
  where: string,
): { [K in F]?: string } {
  return given(fields, names, (name) => textAt(fields, name, where))
}

function decimalsOf<F extends string>(
  fields: Fields,
  names: readonly F[],
  where: string,
): { [K in F]?: string } {
  return given(fields, names, (name) => decimalAt(fields, name, where))
}

function given<F extends string>(
  fields: Fields,
  names: readonly F[],
  read: (name: F) => string,
): { [K in F]?: string } {
  const values: { [K in F]?: string } = {}
  for (const name of names) if (fields[name] !== undefined) values[name] = read(name)
  return values
}
