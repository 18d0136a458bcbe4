import { xmlText } from './xml-text.ts'

/** A sheet of a workbook, once it is written. */
export interface WrittenSheet {
  readonly name: string
  /** Where it lies in the archive: `xl/worksheets/sheet1.xml`. */
  readonly path: string
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Where the workbook lies in the archive; by this being its first file others tell what the archive is. */
export const rootXml = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

/** The list of sheets, in the order of their tabs. */
export function workbookXml(sheets: readonly WrittenSheet[]): string {
  const tabs = sheets.map(
    ({ name }, index) => `<sheet name="${xmlText(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  )
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews><sheets>${tabs.join('')}</sheets></workbook>`
}

/** Where the sheets and their styles lie. */
export function workbookRelationsXml(sheets: readonly WrittenSheet[]): string {
  const relations = [
    ...sheets.map(({ path }) => ['worksheet', path.replace(/^xl\//, '')] as const),
    ['styles', 'styles.xml'] as const,
  ].map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  )
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}</Relationships>`
}

/** What kind of part each file of the archive is. */
export function contentTypesXml(sheets: readonly WrittenSheet[]): string {
  const overrides = [
    ['xl/workbook.xml', 'sheet.main'],
    ['xl/styles.xml', 'styles'],
    ...sheets.map(({ path }) => [path, 'worksheet'] as const),
  ].map(([path, type]) => `<Override PartName="/${path}" ContentType="${TYPE}.${type}+xml"/>`)
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`
}
