import type { GroupsAnswer, LevelAnswer, LevelsAnswer, TotalsAnswer } from '../answers/levels.ts'
import { type Question, read } from './api.ts'
import { columnChoice } from './column-choice.ts'
import type { Context, Page } from './context.ts'
import { el, fill } from './dom.ts'
import { firstStart } from './first-start.ts'
import { count, money, quantity } from './format.ts'
import { latest } from './latest.ts'
import { levelColumns } from './level-columns.ts'
import { type LevelGrouping, levelFilters } from './level-filters.ts'
import { button, exportMenu } from './menus.ts'
import { questionOf } from './moment.ts'
import { rowDialog } from './row-dialog.ts'
import { totalsLine } from './totals-line.ts'
import { type Column, type VirtualTable, virtualTable } from './virtual-table.ts'

/** What every item is at every branch, at the instant of the time bar; or what they add up to. */
export function levelsPage(context: Context): Page {
  const { moments, attempt } = context
  let sorting = { by: context.asked.get('sort') ?? 'item', descending: context.asked.has('descending') }
  const totals = totalsLine()
  // Whoever types asks for what stands there when the answer before has come.
  const rows = latest(() => attempt(refresh))
  const groups = el('div', { hidden: true })
  let grouped: { readonly by: LevelGrouping; readonly table: VirtualTable } | null = null
  const filters = levelFilters(context, () => {
    context.remember()
    void rows()
  })
  const columns = columnChoice(
    'tidemark.levels.columns',
    levelColumns(() => moments.get().zone),
    () => {
      table.show(shownColumns())
      void attempt(refresh)
    },
  )
  const shownColumns = (): readonly Column<LevelAnswer>[] => [opening, ...columns.shown()]
  const opening: Column<LevelAnswer> = {
    title: 'Lots',
    of: (row) =>
      button('▸', () => show(row), { 'aria-label': `Lots and channels of ${row.item} at ${row.branch}` }),
  }
  const order = () => ({ sort: sorting.by, descending: sorting.descending })
  const wanted = () => ({ ...questionOf(moments.get()), ...filters.question() })

  function show(row: LevelAnswer): void {
    const dialog = rowDialog(context, row)
    element.append(dialog)
    dialog.showModal()
  }

  const table = virtualTable<LevelAnswer>({
    label: 'Levels',
    empty: 'Nothing was on hand.',
    columns: shownColumns(),
    attempt,
    sorting: {
      get: () => sorting,
      set: (by, descending) => {
        sorting = { by, descending }
        context.remember()
      },
    },
    async load(page, pageSize) {
      const answer = await read<LevelsAnswer>('/levels', { ...wanted(), ...order(), page, pageSize })
      totals.show(answer.totals)
      return answer
    },
  })

  /** What all rows add up to, without the rows: of all items by the quickest question there is. */
  async function follow(): Promise<void> {
    const asked = Object.values(filters.question())
    const isAsked = (value: Question[string]) =>
      typeof value === 'object' ? (value?.length ?? 0) > 0 : value !== undefined && value !== ''
    if (asked.some(isAsked)) {
      const answer = await read<LevelsAnswer>('/levels', { ...wanted(), pageSize: 1 })
      totals.show(answer.totals)
    } else {
      const { items } = await read<TotalsAnswer>('/totals', questionOf(moments.get()))
      totals.show(items[0] ?? { onHand: '0', value: '0', items: 0 })
    }
  }

  async function refresh(): Promise<void> {
    start.check()
    const by = filters.grouping()
    groups.hidden = by === null
    table.element.hidden = by !== null
    columns.element.hidden = by !== null
    if (by === null) return table.refresh()
    if (grouped?.by !== by) {
      grouped = { by, table: groupTable(by) }
      fill(groups, grouped.table.element)
    }
    await grouped.table.refresh()
  }

  function groupTable(by: LevelGrouping): VirtualTable {
    return virtualTable<GroupsAnswer['items'][number]>({
      label: `Levels by ${by}`,
      empty: 'Nothing was on hand.',
      columns: groupColumns(by, (of) => filters.open(by, of)),
      attempt,
      async load(page, pageSize) {
        const answer = await read<GroupsAnswer>('/levels/groups', { ...wanted(), by, page, pageSize })
        totals.show(answer.totals)
        return answer
      },
    })
  }

  // Exactly what is seen: the filters, the order, the columns; of groups, the groups.
  const exported = exportMenu(
    () => (filters.grouping() === null ? '/exports/levels' : '/exports/levels/groups'),
    () => {
      const by = filters.grouping()
      if (by !== null) return { ...wanted(), by }
      return { ...wanted(), ...order(), column: columns.shown().map(({ name }) => name) }
    },
  )
  const start = firstStart(context)
  const element = el(
    'div',
    { class: 'page' },
    start.element,
    el('div', { class: 'tools' }, filters.element, columns.element, exported),
    totals.element,
    table.element,
    groups,
  )
  const parameters = () => ({
    ...filters.question(),
    by: filters.grouping(),
    ...(sorting.by === 'item' && !sorting.descending ? {} : order()),
  })
  return { title: 'Levels', hasMoment: true, element, refresh, follow, parameters, leave: start.leave }
}

function groupColumns(
  by: LevelGrouping,
  open: (of: string | null) => void,
): readonly Column<GroupsAnswer['items'][number]>[] {
  return [
    {
      title: by.replace(/^./, (letter) => letter.toUpperCase()),
      of: ({ of, name }) =>
        button(of === null ? 'none' : name === of ? of : `${of} ${name ?? ''}`, () => open(of), {
          class: 'plain',
        }),
    },
    { title: 'On hand', isNumber: true, of: ({ onHand }) => quantity(onHand) },
    { title: 'Value', isNumber: true, of: ({ value }) => money(value) },
    { title: 'Available', isNumber: true, of: ({ available }) => quantity(available) },
    { title: 'Items', isNumber: true, of: ({ items }) => count(items) },
    { title: 'Rows', isNumber: true, of: ({ rows }) => count(rows) },
    { title: 'Negative', isNumber: true, of: ({ negative }) => count(negative) },
  ]
}
