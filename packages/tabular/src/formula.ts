/**
 * What a spreadsheet takes for the start of a formula: `=`, `+`, `-` or `@`, also in full width and after blanks, and a
 * tab or a line end, after which some of them look again.
 */
const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/

const DECIMAL = /^-?\d+(?:\.\d+)?$/

/** A text with a `'` in front where a spreadsheet would run it as a formula. */
export function withoutFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** Whether a text is a decimal number and nothing else: `-2.5`, but not `+1`, `1e3` or `-2+3`. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text)
}
