import type { SnapshotAnswer } from '../answers/snapshots.ts'
import { isSignedOut } from './api.ts'
import type { Context } from './context.ts'
import { el } from './dom.ts'
import { button, labelled } from './menus.ts'
import { idsByContent, recordOnce } from './record.ts'
import { instantOf, localOf } from './zone.ts'

/** *Create Snapshot*: name, description, date and time. */
export function createDialog(
  context: Context,
  created: (snapshot: SnapshotAnswer) => void,
): HTMLDialogElement {
  const { at, zone } = context.moments.get()
  const name = el('input', { name: 'name', maxlength: 256, autocomplete: 'off' })
  const description = el('textarea', { name: 'description', rows: 3, maxlength: 256 })
  const when = el('input', {
    type: 'datetime-local',
    step: 0.001,
    name: 'when',
    value: localOf(zone, at ?? Date.now()),
  })
  const monthEnd = el(
    'select',
    { onchange: chosen },
    el('option', { value: '' }, 'none'),
    ...context.history().monthEnds.map((end) => el('option', { value: end }, monthOf(end, zone))),
  )
  const wrong = el('p', { class: 'wrong', role: 'alert' })
  const submitting = el('button', { type: 'submit', class: 'primary' }, 'Create')
  const closed = new AbortController()
  const idOf = idsByContent()

  function tell(text: string): void {
    wrong.textContent = text
  }

  function chosen(): void {
    if (monthEnd.value === '') return
    when.value = localOf(zone, Date.parse(monthEnd.value))
    name.value = `Month-End ${monthOf(monthEnd.value, zone)}`
  }

  async function create(): Promise<void> {
    const instant = instantOf(zone, when.value)
    if (instant === null) throw new Error('Select a date and time.')
    const asOf = new Date(instant).toISOString()
    const content = {
      asOf,
      ...(name.value.trim() === '' ? {} : { name: name.value.trim() }),
      ...(description.value.trim() === '' ? {} : { description: description.value.trim() }),
    }
    const body = { id: `${asOf.slice(0, 19).replaceAll(/[-:]/g, '')}-${idOf(content)}`, ...content }
    const snapshot = await recordOnce<SnapshotAnswer>('/snapshots', body, {
      signal: closed.signal,
      waiting: tell,
    })
    dialog.close()
    created(snapshot)
  }

  const submit = (event: Event) => {
    event.preventDefault()
    wrong.textContent = ''
    submitting.disabled = true
    create()
      .catch((error: unknown) => {
        if (closed.signal.aborted) return
        tell(error instanceof Error ? error.message : String(error))
        if (isSignedOut(error)) context.failed(error)
      })
      .finally(() => {
        submitting.disabled = false
      })
  }
  const dialog = el(
    'dialog',
    { 'aria-labelledby': 'create-title' },
    el('h2', { id: 'create-title' }, 'Create Snapshot'),
    el(
      'form',
      { onsubmit: submit, novalidate: true },
      labelled('Name (optional)', name),
      labelled('Description (optional)', description),
      labelled('Month end', monthEnd),
      labelled(`Date and time (${zone})`, when),
      wrong,
      el(
        'div',
        { class: 'tools' },
        submitting,
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

/** `March 2011`, as month ends are named. */
function monthOf(instant: string, zone: string): string {
  return new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: zone }).format(
    new Date(instant),
  )
}
