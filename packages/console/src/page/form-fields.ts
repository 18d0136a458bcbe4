import type { GroupsAnswer } from '../answers/levels.ts'
import { read } from './api.ts'
import { el, fill } from './dom.ts'
import { labelled } from './menus.ts'
import type { Field, Form } from './movement-forms.ts'

type Control = HTMLInputElement | HTMLSelectElement

/** The fields of a form with what is typed into them. */
export interface FormFields {
  readonly element: HTMLElement
  values(): Readonly<Record<string, string>>
  /** Marks the field that is wrong, by its name in the event; nothing is marked for one that is not on the form. */
  mark(name: string | null): void
  focus(): void
}

/** Draws fields; items and branches are suggested as they are typed. */
export function formFields(fields: Form['fields'], filled: Readonly<Record<string, string>>): FormFields {
  const controls = new Map<string, Control>()
  const rows = fields.map((field) => {
    const value = filled[field.name] ?? ''
    const { control, beside } = controlOf(field, value)
    controls.set(field.name, control)
    const title = field.required === true ? field.title : `${field.title} (optional)`
    return [labelled(title, control), ...beside]
  })
  return {
    element: el('div', { class: 'fields' }, ...rows.flat()),
    values: () => Object.fromEntries([...controls].map(([name, { value }]) => [name, value])),
    mark(name) {
      const wrong = [...controls].find(
        ([key]) => name !== null && (key === name || key.endsWith(`.${name}`)),
      )?.[1]
      for (const control of controls.values()) {
        if (control === wrong) control.setAttribute('aria-invalid', 'true')
        else control.removeAttribute('aria-invalid')
      }
      wrong?.focus()
    },
    focus() {
      const empty = [...controls.values()].find(({ value }) => value === '')
      empty?.focus()
    },
  }
}

function controlOf(
  field: Field,
  value: string,
): { readonly control: Control; readonly beside: readonly HTMLElement[] } {
  const { name, kind } = field
  const common = {
    name,
    autocomplete: 'off',
    value,
    maxlength: 256,
    'aria-required': field.required === true,
  }
  if (typeof kind === 'object') {
    const options = kind.map((one) => el('option', { value: one, selected: one === value }, one))
    return { control: el('select', { name }, ...options), beside: [] }
  }
  if (kind === 'item' || kind === 'branch') return suggested(common, kind)
  const types = {
    text: { type: 'text' },
    number: { type: 'text', inputmode: 'decimal' },
    date: { type: 'date' },
    instant: { type: 'datetime-local', step: 0.001 },
    fixed: { type: 'text', readonly: true },
  } as const
  return { control: el('input', { ...common, ...types[kind] }), beside: [] }
}

let lists = 0

/** A field whose values are suggested while something is typed; anything else may be typed all the same. */
function suggested(common: Readonly<Record<string, string | number | boolean>>, by: 'item' | 'branch') {
  lists++
  const list = el('datalist', { id: `suggested-${lists}` })
  const control = el('input', { ...common, type: 'text', list: list.id, oninput: suggest, onfocus: suggest })
  let asked = ''
  function suggest(): void {
    const text = by === 'item' ? control.value : ''
    if (asked === `${by} ${text}`) return
    asked = `${by} ${text}`
    // Suggestions are a help: without them it is typed.
    void read<GroupsAnswer>('/levels/groups', { by, text, pageSize: 30 }).then(
      ({ items }) =>
        fill(list, ...items.map(({ of, name }) => el('option', { value: of ?? '' }, name ?? ''))),
      () => undefined,
    )
  }
  return { control, beside: [list] }
}
