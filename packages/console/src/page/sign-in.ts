import { send } from './api.ts'
import { el, fill } from './dom.ts'
import { labelled } from './menus.ts'

/** Takes the secret of a link out of the address before anything else sees it, and signs in with it. */
export async function enterByLink(): Promise<string | null> {
  const [, secret] = /^#enter=([\w-]+)$/.exec(location.hash) ?? []
  if (secret === undefined) return null
  history.replaceState(null, '', location.pathname)
  try {
    await send('POST', '/session', { secret })
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Asks for a key. */
export function signInForm(root: Element, why: string | null, entered: () => void): void {
  const key = el('input', { type: 'password', name: 'key', autocomplete: 'off', required: true })
  const wrong = el('p', { class: 'wrong', role: 'alert' }, why)
  const submit = (event: Event) => {
    event.preventDefault()
    send('POST', '/session', { secret: key.value.trim() }).then(entered, (error: unknown) => {
      wrong.textContent = error instanceof Error ? error.message : String(error)
    })
  }
  fill(
    root,
    el(
      'main',
      { class: 'sign-in' },
      el('h1', {}, 'Tidemark'),
      el('p', {}, 'Open the link the console printed, or sign in with a key.'),
      el(
        'form',
        { onsubmit: submit },
        labelled('Key', key),
        wrong,
        el('button', { class: 'primary' }, 'Sign in'),
      ),
    ),
  )
  key.focus()
}
