import type { HistoryAnswer } from '../answers/time.ts'
import { density } from './density.ts'
import { el, fill } from './dom.ts'
import { instantIn } from './format.ts'
import { instantAfterKey } from './keys.ts'
import { button, labelled } from './menus.ts'
import type { MomentStore } from './moment.ts'
import { instantOf, localOf, viewerZone } from './zone.ts'

export interface TimeBar {
  readonly element: HTMLElement
  /** Draws the history, after it was read or a page was changed. */
  draw(history: HistoryAnswer): void
}

/** The slider over the whole history, with all that says which moment is shown. */
export function timeBar(moments: MomentStore): TimeBar {
  const drawing = el('div', { class: 'density', 'aria-hidden': 'true' })
  const slider = el('input', {
    type: 'range',
    id: 'time',
    'aria-label': 'Time',
    step: 1,
    oninput: slid,
    onkeydown: pressed,
  })
  const field = el('input', { type: 'datetime-local', step: 0.001, onchange: typed })
  const zone = el(
    'select',
    { onchange: () => moments.set({ zone: zone.value }) },
    ...zones(moments.get().zone).map((name) => el('option', { value: name }, name)),
  )
  const marks = el('select', { onchange: marked })
  const knownNow = el('input', {
    type: 'radio',
    name: 'known',
    onchange: () => moments.set({ knownThen: false, snapshot: null }),
  })
  const knownThen = el('input', {
    type: 'radio',
    name: 'known',
    onchange: () => moments.set({ knownThen: true, snapshot: null }),
  })
  const told = el('output', { for: 'time', class: 'told' })
  let history: HistoryAnswer | null = null

  function slid(): void {
    moments.set({ at: Number(slider.value), snapshot: null }, true)
  }

  function pressed(event: Event): void {
    if (!(event instanceof KeyboardEvent) || event.altKey || event.ctrlKey || event.metaKey) return
    const { at, zone } = moments.get()
    const wanted = instantAfterKey(event.key, at ?? Number(slider.max), zone)
    if (wanted === null) return
    event.preventDefault()
    const within = Math.min(Math.max(wanted, Number(slider.min)), Number(slider.max))
    moments.set({ at: within, snapshot: null }, event.repeat)
  }

  function typed(): void {
    const at = instantOf(moments.get().zone, field.value)
    if (at !== null) moments.set({ at, snapshot: null })
  }

  function marked(): void {
    const snapshot = history?.snapshots.find(({ id }) => id === marks.value)
    if (snapshot !== undefined) moments.set({ at: Date.parse(snapshot.asOf), snapshot: snapshot.id })
    else if (marks.value !== '') moments.set({ at: Date.parse(marks.value), snapshot: null })
  }

  function show(): void {
    const { at, knownThen: isThen, snapshot, zone: shown } = moments.get()
    const instant = at ?? Number(slider.max)
    slider.value = String(instant)
    field.value = localOf(shown, at ?? Date.now())
    zone.value = shown
    knownNow.checked = !isThen && snapshot === null
    knownThen.checked = isThen && snapshot === null
    marks.value = snapshot ?? ''
    const name = history?.snapshots.find(({ id }) => id === snapshot)?.name
    const when = at === null ? 'Now' : instantIn(shown, new Date(at).toISOString())
    const what =
      name === undefined ? `${when}, as known ${isThen ? 'then' : 'now'}` : `${when}, as frozen in ${name}`
    told.textContent = what
    slider.setAttribute('aria-valuetext', what)
  }

  moments.onChange(show)
  return {
    element: el(
      'section',
      { class: 'timebar', 'aria-label': 'Time bar' },
      el('div', { class: 'track' }, drawing, slider),
      el(
        'div',
        { class: 'controls' },
        told,
        labelled('Date and time', field),
        labelled('Zone', zone),
        labelled('Go to', marks),
        button('Now', () => moments.set({ at: null, snapshot: null })),
        el(
          'fieldset',
          {},
          el('legend', {}, 'Known'),
          el('label', {}, knownNow, ' as known now'),
          el('label', {}, knownThen, ' as known then'),
        ),
      ),
    ),
    draw(read) {
      history = read
      const { from, to } = history
      slider.disabled = from === null
      slider.min = String(Date.parse(from ?? history.now))
      slider.max = String(Date.parse(to ?? history.now))
      fill(drawing, density(history))
      fill(marks, ...marksOf(history, moments.get().zone))
      show()
    },
  }
}

function marksOf({ snapshots, monthEnds }: HistoryAnswer, zone: string): readonly HTMLElement[] {
  const group = (label: string, options: readonly HTMLElement[]) =>
    options.length === 0 ? [] : [el('optgroup', { label }, ...options)]
  return [
    el('option', { value: '' }, 'a snapshot or month end'),
    ...group(
      'Snapshots',
      snapshots.map(({ id, name }) => el('option', { value: id }, name)),
    ),
    ...group(
      'Month ends',
      monthEnds.map((end) => el('option', { value: end }, instantIn(zone, end))),
    ),
  ]
}

function zones(shown: string): readonly string[] {
  return [...new Set([viewerZone, 'UTC', shown, ...Intl.supportedValuesOf('timeZone')])]
}
