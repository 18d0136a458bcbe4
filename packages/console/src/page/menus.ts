import { addressOf, type Question } from './api.ts'
import { el } from './dom.ts'

const formats = [
  ['csv', 'CSV'],
  ['xlsx', 'Excel'],
  ['json', 'JSON'],
] as const

/** *Export*, and then the format: each is a file to download. */
export function exportMenu(path: string | (() => string), question: () => Question): HTMLElement {
  const links = formats.map(([format, title]) => {
    // Asked when it is pressed: what is exported is what is seen then.
    const press = () => {
      link.href = addressOf(typeof path === 'string' ? path : path(), { ...question(), format })
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
  closable(menu)
  return menu
}

/** A button. */
export function button(
  title: string,
  press: () => void,
  props: Readonly<Record<string, string | boolean>> = {},
): HTMLButtonElement {
  return el('button', { type: 'button', onclick: press, ...props }, title)
}

/** A field with its label. */
export function labelled(title: string, field: HTMLElement): HTMLLabelElement {
  return el('label', {}, el('span', {}, title), field)
}

/** A button that opens to several actions. */
export function actionMenu(
  title: string,
  actions: readonly (readonly [title: string, act: () => void])[],
): HTMLElement {
  const menu = el(
    'details',
    { class: 'menu' },
    el('summary', { role: 'button', class: 'primary' }, title),
    el(
      'ul',
      {},
      ...actions.map(([title, act]) => {
        const press = () => {
          menu.open = false
          act()
        }
        return el('li', {}, button(title, press))
      }),
    ),
  )
  closable(menu)
  return menu
}

/** A menu that closes with the escape key, or with a press elsewhere. */
export function closable(menu: HTMLDetailsElement): void {
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    menu.open = false
    menu.querySelector('summary')?.focus()
  })
  const elsewhere = (event: Event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false
  }
  menu.addEventListener('toggle', () => {
    if (menu.open) document.addEventListener('pointerdown', elsewhere)
    else document.removeEventListener('pointerdown', elsewhere)
  })
}
