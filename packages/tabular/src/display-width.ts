const PLAIN = /^[\x20-\x7e]*$/
const CONTROL = /[\p{Cc}\u2028\u2029]/gu
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u
/** Scripts and symbols that a terminal draws two cells wide. */
const WIDE =
  /^[\u{1100}-\u{115f}\u{2e80}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u

/** How many cells of a terminal a text takes. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length
  let width = 0
  for (const character of text) width += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return width
}

/** A text with its control characters written out (`\u001b`), so that no cell can break a line or command a terminal. */
export function withoutControls(text: string): string {
  if (PLAIN.test(text)) return text
  return text.replace(CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
