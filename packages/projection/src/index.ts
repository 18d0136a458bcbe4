export { Decimal } from 'decimal.js'
export { type CommonHistory, type CommonStep, foldCommon } from './common-history.ts'
export { compiled, type MakeObject, makerOf } from './compile.ts'
export { divideRounded, multiply, perUnit, perUnitOfDoubles, prorate, prorateDoubles } from './divide.ts'
export { ProjectionError, type ProjectionErrorCode, projectionErrors } from './errors.ts'
export {
  type Field,
  type FieldKind,
  type Fields,
  flag,
  initialRecord,
  instant,
  json,
  type Kinds,
  micros,
  type RecordOf,
  text,
} from './field.ts'
export { joinKey } from './key.ts'
export {
  type DecimalInput,
  formatMicros,
  isWithinLimit,
  type Micros,
  magnitude,
  microsOfDouble,
  ONE,
  readMicros,
  shortMicros,
  toDecimal,
  toMicros,
} from './micros.ts'
export { compareCodePoints, compareFoldOrder, type Placed } from './order.ts'
export type { PlainField, PlainForm, PlainSource, PlainWay } from './plain-source.ts'
export {
  type CommonAt,
  type Context,
  type Draft,
  defineProjection,
  type Naming,
  type Projection,
  type Recipe,
  type RecordSet,
  type Typed,
} from './projection.ts'
export { initialState, type PureState, prepare, reduce, type UnitState } from './pure.ts'
export { defineReducer, type Reduce, type Reducer, type ReducerInput, type Whole } from './reducer.ts'
export { sameValue } from './same.ts'
export {
  defineShortcut,
  type NumberRecords,
  type Numbers,
  type NumbersOf,
  type Shortcut,
  type ShortFact,
  type ShortField,
  type ShortFields,
  SURE,
} from './shortcut.ts'
