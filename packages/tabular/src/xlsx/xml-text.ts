/** The most characters a cell may hold; a file with more is called damaged. */
export const LONGEST_CELL = 32_767

const PLAIN = /^[\x20-\x7e]*$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot say.
const UNSAYABLE = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g
const LOOKS_ESCAPED = /_(?=x[0-9A-Fa-f]{4}_)/g

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Written as they are, these would be read as a line feed or a blank.
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
}

/**
 * A text as it stands in the XML of a sheet. What XML 1.0 cannot say is written as Excel does, `_x001B_`, and a text
 * that looks like that is kept apart from it.
 */
export function xmlText(text: string): string {
  if (PLAIN.test(text) && !/[&<>"_]/.test(text)) return text
  return text
    .toWellFormed()
    .replace(LOOKS_ESCAPED, '_x005F_')
    .replace(UNSAYABLE, (character) => `_x${hex(character)}_`)
    .replace(/[&<>"\r\n\t]/g, (character) => entities[character] ?? character)
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
}
