export { type Conversion, convert } from './convert.ts'
export { sample } from './sample.ts'
