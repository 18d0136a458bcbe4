import { addressOf, type Question } from './api.ts'
import { el } from './dom.ts'

const formats = [
  ['csv', 'CSV'],
  ['xlsx', 'Excel'],
  ['json', 'JSON'],
] as const

/** *Export*, and then the format: each is a file to download. */
export function exportMenu(path: string, question: () => Question): HTMLElement {
  const links = formats.map(([format, title]) => {
    // Asked when it is pressed: what is exported is what is seen then.
    const press = () => {
      link.href = addressOf(path, { ...question(), format })
    }
    const link = el('a', { href: '#', download: '', onclick: press }, title)
    return link
  })
  const menu = el(
    'details',
    { class: 'menu' },
    el('summary', { role: 'button' }, 'Export'),
    el('ul', {}, ...links.map((link) => el('li', {}, link))),
  )
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') menu.open = false
  })
  return menu
}

/** A button. */
export function button(
  title: string,
  press: () => void,
  props: Record<string, string | boolean> = {},
): HTMLButtonElement {
  return el('button', { type: 'button', onclick: press, ...props }, title)
}

/** A field with its label. */
export function labelled(title: string, field: HTMLElement): HTMLLabelElement {
  return el('label', {}, el('span', {}, title), field)
}
