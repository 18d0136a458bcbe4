import type { PreviewAnswer, RecordedAnswer } from '../answers/movements.ts'
import { Failure, isSignedOut, send, wordsOf } from './api.ts'
import type { Context } from './context.ts'
import { el, fill } from './dom.ts'
import { formFields } from './form-fields.ts'
import { button, labelled } from './menus.ts'
import { eventOf, type MovementEvent, newId } from './movement-event.ts'
import { commonFields, type Form } from './movement-forms.ts'
import { type Pending, pendingOf } from './pending.ts'
import { previewPart } from './preview-part.ts'
import { isUnanswered, recordOnce } from './record.ts'
import { instantOf, localOf } from './zone.ts'

/** The movements of this person that were not acknowledged. */
export function pendingFor({ me }: Pick<Context, 'me'>): Pending {
  return pendingOf(me.id, localStorage)
}

/** Opens the dialog of a movement or a correction on a page, and says what was recorded. */
export function openMovementDialog(
  context: Context,
  place: Element,
  form: Form,
  filled: Readonly<Record<string, string>>,
): HTMLDialogElement {
  const dialog = movementDialog(context, form, filled, ({ id, occurredAt }) => {
    const { at } = context.moments.get()
    const isHidden = at !== null && Date.parse(occurredAt) > at
    context.say(`Recorded ${id}.${isHidden ? ' The time bar stands at an earlier instant.' : ''}`)
  })
  place.append(dialog)
  dialog.showModal()
  return dialog
}

/** Asks for a movement or a correction, shows what it would change, and records it when told to. */
function movementDialog(
  context: Context,
  form: Form,
  filled: Readonly<Record<string, string>>,
  recorded: (event: MovementEvent) => void,
): HTMLDialogElement {
  const { zone } = context.moments.get()
  const pending = pendingFor(context)
  const id = newId()
  const fields = formFields([...form.fields, ...commonFields], filled)
  const when = el('input', {
    type: 'datetime-local',
    step: 0.001,
    name: 'occurredAt',
    value: localOf(zone, Date.now()),
  })
  const late = el('input', { type: 'checkbox', name: 'late' })
  const mayBeLate = context.me.permissions.includes('inventory.period')
  const told = el('div', { role: 'alert', class: 'wrong' })
  const shown = el('div', { role: 'status' })
  const preview = el('button', { type: 'submit' }, 'Preview')
  const record = button('Record', () => void recordIt(), { class: 'primary', disabled: true })
  const typing = el('fieldset', { class: 'typing' }, labelled(`Occurred (${zone})`, when), fields.element)
  if (mayBeLate) typing.append(el('label', {}, late, ' let it into a closed period'))
  let ready: MovementEvent | null = null
  const closed = new AbortController()

  function typed(): MovementEvent {
    const instant = instantOf(zone, when.value)
    if (instant === null) throw new Error('Occurred is no date and time.')
    const head = { id, type: form.type, occurredAt: new Date(instant).toISOString() }
    const event = eventOf(head, [...form.fields, ...commonFields], fields.values(), zone)
    return late.checked ? { ...event, late: 'accept' } : event
  }

  /** What is recorded is exactly what was previewed: whatever is typed afterwards is previewed again. */
  function changed(): void {
    ready = null
    record.disabled = true
    fill(shown)
    fields.mark(null)
  }

  async function previewIt(): Promise<void> {
    fill(told)
    try {
      const event = typed()
      const answer = await send<PreviewAnswer>('POST', '/movements/preview', { movements: [event] })
      fill(shown, previewPart(answer, zone))
      ready = event
      record.disabled = false
      record.focus()
    } catch (error) {
      complain(error)
    }
  }

  async function recordIt(): Promise<void> {
    if (ready === null) return
    typing.disabled = true
    record.disabled = true
    preview.disabled = true
    pending.keep(ready)
    try {
      const body = { movements: [ready] }
      const waiting = (why: string) => fill(told, why)
      await recordOnce<RecordedAnswer>('/movements', body, { signal: closed.signal, waiting })
    } catch (error) {
      // Given up while it is not known: what it was waits on the page of movements.
      if (error === closed.signal.reason || isUnanswered(error)) return
      typing.disabled = false
      preview.disabled = false
      // Who signs in again can record it then; anything else is an answer: it was not recorded.
      if (isSignedOut(error)) record.disabled = false
      else pending.forget(ready.id)
      return complain(error)
    }
    pending.forget(ready.id)
    dialog.close()
    recorded(ready)
  }

  function complain(error: unknown): void {
    fill(told, wordsOf(error))
    fields.mark(error instanceof Failure ? error.field : null)
    if (isSignedOut(error)) context.failed(error)
  }

  const submit = (event: Event) => {
    event.preventDefault()
    void previewIt()
  }
  const dialog = el(
    'dialog',
    { class: 'wider', 'aria-labelledby': 'movement-title' },
    el('h2', { id: 'movement-title' }, form.title),
    el(
      'form',
      { onsubmit: submit, oninput: changed, novalidate: true },
      typing,
      told,
      shown,
      el(
        'div',
        { class: 'tools' },
        preview,
        record,
        button('Cancel', () => dialog.close()),
      ),
    ),
  )
  dialog.addEventListener('close', () => {
    closed.abort()
    dialog.remove()
  })
  return dialog
}
