import { Failure, isSignedOut, wordsOf } from './api.ts'
import type { Context } from './context.ts'
import { el } from './dom.ts'
import { formFields } from './form-fields.ts'
import { button } from './menus.ts'
import type { Field } from './movement-forms.ts'

/** A dialog that asks for a few fields. */
export interface FormDialog {
  readonly title: string
  /** The word on the button. */
  readonly action: string
  readonly fields: readonly Field[]
  readonly filled?: Readonly<Record<string, string>>
  readonly note?: string
  /** What is done with what was typed; the dialog closes when it is done, and stays with what goes wrong. */
  act(values: Readonly<Record<string, string>>): Promise<void>
}

/** Asks for fields and does something with them. */
export function formDialog(
  context: Pick<Context, 'failed'>,
  { title, action, fields, filled = {}, note, act }: FormDialog,
): HTMLDialogElement {
  const form = formFields(fields, filled)
  const wrong = el('p', { class: 'wrong', role: 'alert' })
  const go = el('button', { type: 'submit', class: 'primary' }, action)

  async function doIt(): Promise<void> {
    wrong.textContent = ''
    form.mark(null)
    go.disabled = true
    try {
      const values = trimmed(form.values())
      const missing = fields.find(({ name, required }) => required === true && values[name] === undefined)
      if (missing !== undefined) throw new Failure('MISSING', `${missing.title} is missing.`, missing.name)
      await act(values)
      dialog.close()
    } catch (error) {
      wrong.textContent =
        error instanceof Failure && error.code === 'MISSING' ? error.message : wordsOf(error)
      form.mark(error instanceof Failure ? error.field : null)
      // Asked over what was typed, so that it can be done after all.
      if (isSignedOut(error)) context.failed(error)
    } finally {
      go.disabled = false
    }
  }

  const submit = (event: Event) => {
    event.preventDefault()
    void doIt()
  }
  const dialog = el(
    'dialog',
    { 'aria-labelledby': 'form-title' },
    el('h2', { id: 'form-title' }, title),
    note === undefined ? null : el('p', { class: 'note' }, note),
    el(
      'form',
      { onsubmit: submit, novalidate: true },
      form.element,
      wrong,
      el(
        'div',
        { class: 'tools' },
        go,
        button('Cancel', () => dialog.close()),
      ),
    ),
  )
  dialog.addEventListener('close', () => dialog.remove())
  return dialog
}

/** What was typed, without what was left empty. */
function trimmed(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const typed = Object.entries(values).map(([name, value]) => [name, value.trim()] as const)
  return Object.fromEntries(typed.filter(([, value]) => value !== ''))
}
