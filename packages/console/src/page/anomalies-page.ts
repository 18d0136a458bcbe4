import type { AnomaliesAnswer } from '../answers/time.ts'
import { read } from './api.ts'
import type { Context, Page } from './context.ts'
import { el } from './dom.ts'
import { virtualTable } from './virtual-table.ts'

/** What was met in the log and deserves a look, each with what it means. */
export function anomaliesPage({ attempt }: Context): Page {
  const table = virtualTable<AnomaliesAnswer['items'][number]>({
    label: 'Anomalies',
    empty: 'Nothing odd was met.',
    attempt,
    columns: [
      { title: 'Position', isNumber: true, of: ({ position }) => String(position) },
      { title: 'Code', of: ({ code }) => code },
      { title: 'Event', of: ({ id }) => id },
      { title: 'What it means', of: ({ message }) => message },
    ],
    load: (page, pageSize) => read<AnomaliesAnswer>('/anomalies', { page, pageSize }),
  })
  return {
    title: 'Anomalies',
    hasMoment: false,
    refresh: table.refresh,
    element: el('div', { class: 'page' }, table.element),
  }
}
