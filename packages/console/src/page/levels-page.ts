import type { LevelAnswer, LevelsAnswer, TotalsAnswer } from '../answers/levels.ts'
import { read } from './api.ts'
import type { Context, Page } from './context.ts'
import { el, fill } from './dom.ts'
import { levelColumns } from './level-columns.ts'
import { exportMenu, labelled } from './menus.ts'
import { questionOf } from './moment.ts'
import { totalsLine } from './totals-line.ts'
import { virtualTable } from './virtual-table.ts'

/** What every item is at every branch, at the instant of the time bar. */
export function levelsPage({ moments, attempt }: Context): Page {
  let sorting = { by: 'item', descending: false }
  const totals = totalsLine()
  const refreshRows = () => void attempt(() => table.refresh())
  const text = el('input', { type: 'search', oninput: refreshRows, placeholder: 'item or name' })
  const branch = el('select', { onchange: refreshRows }, el('option', { value: '' }, 'all'))
  const flag = el(
    'select',
    { onchange: refreshRows },
    el('option', { value: '' }, 'all rows'),
    el('option', { value: 'negative' }, 'negative'),
    el('option', { value: 'below-minimum' }, 'below minimum'),
    el('option', { value: 'no-cost' }, 'without cost'),
  )

  const table = virtualTable<LevelAnswer>({
    label: 'Levels',
    empty: 'Nothing was on hand.',
    columns: levelColumns(() => moments.get().zone),
    attempt,
    sorting: {
      get: () => sorting,
      set: (by, descending) => {
        sorting = { by, descending }
      },
    },
    async load(page, pageSize) {
      const answer = await read<LevelsAnswer>('/levels', {
        ...questionOf(moments.get()),
        text: text.value,
        branch: branch.value,
        flag: flag.value,
        sort: sorting.by,
        descending: sorting.descending,
        page,
        pageSize,
      })
      totals.show(answer.totals)
      return answer
    },
  })

  /** What all rows add up to, without the rows: of all items by the quickest question there is. */
  async function follow(): Promise<void> {
    const moment = questionOf(moments.get())
    const found = { text: text.value, branch: branch.value, flag: flag.value }
    if (Object.values(found).some((value) => value !== '')) {
      const answer = await read<LevelsAnswer>('/levels', { ...moment, ...found, pageSize: 1 })
      totals.show(answer.totals)
    } else {
      const { items } = await read<TotalsAnswer>('/totals', moment)
      totals.show(items[0] ?? { onHand: '0', value: '0', items: 0 })
    }
  }

  async function readBranches(): Promise<void> {
    const { items } = await read<TotalsAnswer>('/totals', { by: ['branch'] })
    const names = items.flatMap(({ branch }) => branch ?? [])
    fill(
      branch,
      el('option', { value: '' }, 'all'),
      ...names.map((name) => el('option', { value: name }, name)),
    )
  }
  void attempt(readBranches)

  const exported = exportMenu('/exports/levels', () => ({
    ...questionOf(moments.get()),
    branch: branch.value,
  }))
  return {
    title: 'Levels',
    hasMoment: true,
    element: el(
      'div',
      { class: 'page' },
      el(
        'div',
        { class: 'tools' },
        labelled('Search', text),
        labelled('Branch', branch),
        labelled('Show', flag),
        exported,
      ),
      totals.element,
      table.element,
    ),
    refresh: table.refresh,
    follow,
  }
}
