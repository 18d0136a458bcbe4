/** The most characters Excel takes for the name of a sheet. */
const LONGEST = 31
const FORBIDDEN = /[[\]:*?/\\\p{Cc}]/gu

/** Gives each sheet a name Excel takes, none of them twice: what it forbids becomes a blank, a second one gets ` (2)`. */
export function sheetNames(): (title: string) => string {
  const taken = new Set<string>()
  return (title) => {
    const plain = title.toWellFormed().replace(FORBIDDEN, ' ').replace(/^'|'$/g, ' ').trim() || 'Sheet'
    for (let number = 1; ; number++) {
      const suffix = number === 1 ? '' : ` (${number})`
      const name = cutTo(plain, LONGEST - suffix.length) + suffix
      // Excel takes names that differ in capitals alone for the same.
      if (taken.has(name.toLowerCase())) continue
      taken.add(name.toLowerCase())
      return name
    }
  }
}

/** Never between the halves of a character. */
function cutTo(text: string, length: number): string {
  return text
    .slice(0, length)
    .toWellFormed()
    .replace(/\ufffd$/, '')
}
