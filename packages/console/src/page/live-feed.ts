import type { NoteAnswer } from '../answers/following.ts'
import { atMostEvery } from './at-most-every.ts'
import type { Context } from './context.ts'
import { el, fill } from './dom.ts'
import { instantIn, quantity } from './format.ts'
import { titleOfType } from './movement-forms.ts'
import { section } from './plain-table.ts'

/** So many lines are shown; the list of movements has the rest. */
const SHOWN = 30

/** How often at most it is drawn anew, in milliseconds. */
const DRAWN_EVERY = 200

/** What was recorded while somebody looks, by anybody, the latest first. */
export function liveFeed({ live, moments }: Context): { readonly element: HTMLElement; leave(): void } {
  const lines = el('ol', { role: 'log', 'aria-label': 'Just recorded' })
  const empty = el('p', { class: 'note' }, 'What is recorded from now on appears here.')
  let shown = 0

  /** Only what is new is put in, so that only that is read aloud. */
  function show(): void {
    // Of a log that ends before what is shown, nothing of it may be left.
    if ((live.notes()[0]?.position ?? 0) < shown) {
      shown = 0
      fill(lines)
    }
    const fresh = live.notes().filter(({ position }) => position > shown)
    shown = fresh[0]?.position ?? shown
    lines.prepend(...fresh.slice(0, SHOWN).map((note) => lineOf(note, moments.get().zone)))
    while (lines.childElementCount > SHOWN) lines.lastElementChild?.remove()
    empty.hidden = lines.childElementCount > 0
  }
  const leave = live.onChange(atMostEvery(DRAWN_EVERY, show))
  show()
  const element = section('Just recorded', empty, lines)
  element.classList.add('feed')
  return { element, leave }
}

function lineOf(
  { type, item, branches, quantity: moved, about, recordedAt, occurredAt, actor }: NoteAnswer,
  zone: string,
) {
  const where = branches.length === 0 ? '' : ` at ${branches.join(' → ')}`
  const much = moved === null ? '' : ` ${quantity(moved)}`
  const of = item === null ? (about ?? '') : item
  const at = occurredAt === null ? '' : `, occurred ${instantIn(zone, occurredAt)}`
  return el(
    'li',
    {},
    el('strong', { title: type }, titleOfType(type)),
    `${much} `,
    item === null ? of : el('a', { href: `#/items/${encodeURIComponent(item)}` }, of),
    where,
    item !== null && about !== null ? ` (${about})` : '',
    el('br'),
    el('small', {}, `${instantIn(zone, recordedAt)}${at}${actor === null ? '' : `, by ${actor}`}`),
  )
}
