export { type Cell, type Column, type ColumnKind, columnsOf, toCell } from './column.ts'
export { type CsvOptions, csv } from './csv.ts'
export { type FileFormat, fileFormatOf, fileFormats } from './file-format.ts'
export { type Format, formatObject, formatRows, formats } from './format.ts'
export { jsonArray, jsonLines, jsonObject } from './json.ts'
export { type Fact, type Report, type ReportTable, reportTable } from './report.ts'
export { type ReportOptions, reportBytes } from './report-bytes.ts'
export { type BridgeFields, type BridgeInput, bridgeReport, type MemoFields } from './reports/bridge.ts'
export { type CardFields, type CardInput, cardColumns, cardReport } from './reports/card.ts'
export { type ComparedFields, type ComparisonInput, comparisonReport } from './reports/comparison.ts'
export {
  type ChangeFields,
  type FigureHeadings,
  type FiguresFields,
  figureColumns,
  figureHeadings,
  presenceOf,
} from './reports/figures.ts'
export {
  type ChannelFields,
  type ItemPageFields,
  type ItemPageInput,
  itemPageReport,
  type LotFields,
  type SalesFields,
} from './reports/item-page.ts'
export {
  type DigestFields,
  type LevelFields,
  type LevelsInput,
  levelColumns,
  levelsReport,
} from './reports/levels.ts'
export { type MatrixFields, type MatrixInput, matrixColumns, matrixReport } from './reports/matrix.ts'
export { type KnownThrough, type Moment, momentFacts } from './reports/moment.ts'
export { type SnapshotFields, type SnapshotInput, snapshotReport } from './reports/snapshot.ts'
export { type TrendFields, type TrendInput, trendColumns, trendReport } from './reports/trend.ts'
export { textRecord } from './text-record.ts'
export { textTable } from './text-table.ts'
