import { type FileFormat, type Report, reportBytes } from '@tidemark/tabular'

const types: { readonly [format in FileFormat]: string } = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  jsonl: 'application/jsonl',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Answers with a report as a file, written piece by piece as fast as it is taken. */
export function download(report: Report, name: string, format: FileFormat): Response {
  const bytes = reportBytes(report, format, { bom: format === 'csv' })
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { done, value } = bytes.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    // Whoever asked has gone: what was opened for the rows is given back.
    cancel() {
      bytes.return()
    },
  })
  return new Response(stream, {
    headers: {
      'Content-Type': types[format],
      'Content-Disposition': `attachment; filename="${fileName(name)}.${format}"`,
    },
  })
}

/** A name that means nothing to a header, a shell or a file system. */
function fileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return plain.slice(0, 80) || 'tidemark'
}
