export { MappingError, type MappingErrorCode, mappingErrors } from './errors.ts'
export { type MapOptions, type MappedEvent, mapEvents } from './map-events.ts'
export { type Mapping, parseMapping } from './mapping.ts'
