import type { Question } from './api.ts'
import { branchChoice } from './branch-choice.ts'
import type { Context } from './context.ts'
import { el, fill } from './dom.ts'
import { button, labelled } from './menus.ts'

/** What levels can be added up by. */
export const levelGroupings = [
  ['branch', 'branch'],
  ['group', 'group'],
  ['section', 'section'],
  ['vendor', 'vendor'],
  ['item', 'item'],
] as const

export type LevelGrouping = (typeof levelGroupings)[number][0]

const flags = [
  ['negative', 'negative'],
  ['below-minimum', 'below minimum'],
  ['no-cost', 'without cost'],
] as const

/** The fields that say which levels are shown. */
export interface LevelFilters {
  readonly element: HTMLElement
  question(): Question
  /** `null`: row by row. */
  grouping(): LevelGrouping | null
  /** Shows the rows of one group. */
  open(by: LevelGrouping, of: string | null): void
}

export function levelFilters(context: Context, changed: () => void): LevelFilters {
  const { asked } = context
  const text = el('input', {
    type: 'search',
    oninput: changed,
    placeholder: 'item or name',
    value: asked.get('text'),
  })
  const branch = branchChoice(context, changed)
  branch.set(asked.get('branch') ?? '')
  const by = el(
    'select',
    { onchange: changed },
    el('option', { value: '' }, 'no grouping'),
    ...levelGroupings.map(([name, title]) =>
      el('option', { value: name, selected: name === asked.get('by') }, title),
    ),
  )
  const boxes = flags.map(([value, title]) => ({
    title,
    box: el('input', {
      type: 'checkbox',
      value,
      onchange: changed,
      checked: asked.getAll('flag').includes(value),
    }),
  }))
  const only = el('span', { class: 'only' })
  /** The class or the item that was opened. */
  let opened = openedIn(asked)

  function showOpened(): void {
    const close = () => {
      opened = null
      showOpened()
      changed()
    }
    fill(only)
    if (opened === null) return
    const of = opened.of === '' ? 'none' : opened.of
    fill(
      only,
      `Only ${opened.by} ${of} `,
      button('×', close, { 'aria-label': `Not only ${opened.by} ${of}` }),
    )
  }

  showOpened()
  return {
    element: el(
      'div',
      { class: 'tools' },
      labelled('Search', text),
      labelled('Branch', branch.element),
      labelled('Group by', by),
      el(
        'fieldset',
        {},
        el('legend', {}, 'Look at'),
        ...boxes.map(({ box, title }) => el('label', { class: 'check' }, box, ` ${title}`)),
      ),
      only,
    ),
    question: () => ({
      text: text.value.trim(),
      branch: branch.value(),
      flag: boxes.filter(({ box }) => box.checked).map(({ box }) => box.value),
      // Rows of none are asked for by an empty name, which must be sent.
      ...(opened === null ? {} : { [opened.by]: [opened.of] }),
    }),
    grouping: () => levelGroupings.find(([name]) => name === by.value)?.[0] ?? null,
    open(which, of) {
      by.value = ''
      if (which === 'branch') branch.set(of ?? '')
      else opened = { by: which, of: of ?? '' }
      showOpened()
      changed()
    },
  }
}

/** The class or the item an address asks for. */
function openedIn(asked: URLSearchParams): { readonly by: LevelGrouping; readonly of: string } | null {
  const [by] = levelGroupings.find(([name]) => name !== 'branch' && asked.has(name)) ?? []
  return by === undefined ? null : { by, of: asked.get(by) ?? '' }
}
