import type { MeAnswer } from '../answers/who.ts'
import { read, send } from './api.ts'
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

/** Asks for a key, in place of everything else. */
export function signInForm(root: Element, why: string | null, entered: () => void): void {
  const { form, key } = keyForm(why, entered)
  fill(
    root,
    el(
      'main',
      { class: 'sign-in' },
      el('h1', {}, 'Tidemark'),
      el('p', {}, 'Open the link the console printed, or sign in with a key.'),
      form,
    ),
  )
  key.focus()
}

/**
 * Asks whoever was signed in for their key again, over what they see, so that nothing they typed is lost. A link opened in
 * another tab signs this one in too: it is asked when one comes back to it.
 */
export function signInAgain(root: Element, me: MeAnswer, entered: () => void): void {
  if (root.querySelector('#sign-in') !== null) return
  const { form, key } = keyForm(null, () => void look())
  const dialog = el(
    'dialog',
    { id: 'sign-in', 'aria-labelledby': 'sign-in-title' },
    el('h2', { id: 'sign-in-title' }, 'Your session is over'),
    el('p', {}, 'Sign in with a key, or open a new link of the console in another tab and come back here.'),
    form,
  )

  async function look(): Promise<void> {
    const now = await read<MeAnswer>('/me').catch(() => null)
    if (now === null) return
    // For somebody else, or with other permissions, all would have to be drawn anew.
    if (now.id !== me.id || String(now.permissions) !== String(me.permissions)) location.reload()
    window.removeEventListener('focus', again)
    dialog.remove()
    entered()
  }

  const again = () => void look()
  window.addEventListener('focus', again)
  // There is nothing to go back to before somebody is signed in.
  dialog.addEventListener('cancel', (event) => event.preventDefault())
  root.append(dialog)
  dialog.showModal()
  key.focus()
}

function keyForm(why: string | null, entered: () => void) {
  const key = el('input', { type: 'password', name: 'key', autocomplete: 'off', required: true })
  const wrong = el('p', { class: 'wrong', role: 'alert' }, why)
  const submit = (event: Event) => {
    event.preventDefault()
    send('POST', '/session', { secret: key.value.trim() }).then(entered, (error: unknown) => {
      wrong.textContent = error instanceof Error ? error.message : String(error)
    })
  }
  const form = el(
    'form',
    { onsubmit: submit },
    labelled('Key', key),
    wrong,
    el('button', { class: 'primary' }, 'Sign in'),
  )
  return { form, key }
}
