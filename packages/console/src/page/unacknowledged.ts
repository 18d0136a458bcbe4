import type { RecordedAnswer } from '../answers/movements.ts'
import { isSignedOut, send } from './api.ts'
import type { Context } from './context.ts'
import { el, fill } from './dom.ts'
import { button } from './menus.ts'
import { pendingFor } from './movement-dialog.ts'
import type { MovementEvent } from './movement-event.ts'
import { isUnanswered } from './record.ts'

/** What was sent and never acknowledged, to be sent again: it is recorded once, however often it is sent. */
export function unacknowledged(
  context: Context,
  settled: () => void,
): { readonly element: HTMLElement; show(): void } {
  const pending = pendingFor(context)
  const element = el('div', { class: 'pending' })

  async function sendAgain(event: MovementEvent): Promise<void> {
    try {
      const { items } = await send<RecordedAnswer>('POST', '/movements', { movements: [event] })
      context.say(
        items[0]?.alreadyRecorded === true ? `${event.id} had been recorded.` : `Recorded ${event.id}.`,
      )
    } catch (error) {
      // Who signs in again can send it then; anything else is an answer: it was not recorded.
      if (!isUnanswered(error) && !isSignedOut(error)) pending.forget(event.id)
      show()
      throw error
    }
    pending.forget(event.id)
    show()
    settled()
  }

  function forget(event: MovementEvent): void {
    pending.forget(event.id)
    show()
  }

  function show(): void {
    fill(
      element,
      ...pending.list().map((event) =>
        el(
          'p',
          { role: 'alert' },
          `Not acknowledged: ${event.type} ${event.id}. `,
          button('Send again', () => void context.attempt(() => sendAgain(event))),
          ' ',
          button('Forget', () => forget(event)),
        ),
      ),
    )
  }
  show()
  return { element, show }
}
