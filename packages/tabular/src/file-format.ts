/** The forms a report can be written to a file in; each is the extension of its files too. */
export const fileFormats = ['csv', 'xlsx', 'json', 'jsonl'] as const

export type FileFormat = (typeof fileFormats)[number]

/**
 * The format that the extension of a file name says, in capitals too; `undefined` when it is none of them.
 *
 * @example
 * fileFormatOf('march.xlsx') // 'xlsx'
 */
export function fileFormatOf(path: string): FileFormat | undefined {
  const extension = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase()
  return fileFormats.find((format) => format === extension)
}
