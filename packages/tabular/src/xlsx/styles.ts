/** The styles of cells, in the order of the file: a cell names its style by the number. */
export const style = {
  plain: 0,
  heading: 1,
  text: 2,
  whole: 3,
  fraction: 4,
  amount: 5,
  instant: 6,
  /** A number that a cell cannot hold, as text; where the others stand, to the right. */
  numberAsText: 7,
} as const

export type Style = (typeof style)[keyof typeof style]

/** Below zero in red: stock below zero should be seen. */
const belowZero = (format: string) => `${format};[Red]-${format}`

/** From 164 on the numbers are ours; 0 is General, 49 is text. */
const formats = {
  whole: [164, belowZero('#,##0')],
  fraction: [165, belowZero('#,##0.0#####')],
  amount: [166, belowZero('#,##0.00####')],
  // As ISO 8601 has it, so that nobody takes it for a local time.
  instant: [167, 'yyyy\\-mm\\-dd\\Thh:mm:ss.000\\Z'],
} as const

const [whole, fraction, amount, instant] = [formats.whole, formats.fraction, formats.amount, formats.instant]

/** The number formats and cell styles of every workbook. */
export const stylesXml = [
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
  '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
  `<numFmts count="${Object.keys(formats).length}">`,
  ...Object.values(formats).map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`),
  '</numFmts>',
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>',
  '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>',
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
  '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EDF2"/><bgColor indexed="64"/></patternFill></fill></fills>',
  '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>',
  '<border><left/><right/><top/><bottom style="thin"><color indexed="64"/></bottom><diagonal/></border></borders>',
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
  `<cellXfs count="${Object.keys(style).length}">`,
  xf(0),
  '<xf numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"/>',
  xf(49),
  xf(whole[0]),
  xf(fraction[0]),
  xf(amount[0]),
  xf(instant[0]),
  '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="right"/></xf>',
  '</cellXfs>',
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
  '</styleSheet>',
].join('')

function xf(numberFormat: number): string {
  return `<xf numFmtId="${numberFormat}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`
}
