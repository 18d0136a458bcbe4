import type { SampleAnswer } from '../answers/sample.ts'
import { read, send } from './api.ts'
import type { Context } from './context.ts'
import { el, fill } from './dom.ts'
import { count } from './format.ts'
import { button } from './menus.ts'

/** How often it is asked how far the loading has got, in milliseconds. */
const EVERY = 500

export interface FirstStart {
  readonly element: HTMLElement
  /** Goes out of the way once something is recorded, by whomever. */
  check(): void
  leave(): void
}

/** While the workspace is empty: what to do, and data to look around with where there is some. */
export function firstStart(context: Context): FirstStart {
  const { attempt } = context
  const element = el('div', { class: 'first', hidden: true })
  let asking: ReturnType<typeof setTimeout> | undefined
  let hasLeft = false
  let wasLoading = false

  async function ask(): Promise<void> {
    const answer = await read<SampleAnswer>('/sample')
    await show(answer)
  }

  async function show(answer: SampleAnswer): Promise<void> {
    const { isEmpty, offered, loading } = answer
    element.hidden = loading?.state !== 'loading' && offered === null && !isEmpty
    fill(element, loading?.state === 'loading' ? progressOf(loading) : offerOf(offered, isEmpty))
    if (loading?.state === 'loading' && !hasLeft) asking = setTimeout(() => void attempt(ask), EVERY)
    if (loading?.state === 'loaded' && wasLoading) await context.historyChanged()
    wasLoading = loading?.state === 'loading'
  }

  function progressOf({ recorded, movements }: NonNullable<SampleAnswer['loading']>): HTMLElement {
    return el(
      'p',
      { role: 'status' },
      el('progress', { max: movements, value: recorded, 'aria-label': 'Loading' }),
      ` ${count(recorded)} of ${count(movements)} movements `,
      button('Cancel', () => void act('/sample/cancel')),
    )
  }

  function offerOf(offered: SampleAnswer['offered'], isEmpty: boolean): HTMLElement {
    return el(
      'section',
      { 'aria-label': 'First start' },
      isEmpty ? el('h2', {}, 'Nothing is recorded yet') : null,
      isEmpty
        ? el(
            'p',
            {},
            'Record a movement on the page Movements, import a file with tidemark import, or look around first.',
          )
        : null,
      offered === null
        ? null
        : el(
            'p',
            {},
            button(`Load ${offered.title.replace(/^A /, 'a ')}`, () => void act('/sample'), {
              class: 'primary',
            }),
            ` ${count(offered.movements)} movements. `,
            el('small', {}, offered.credit),
          ),
    )
  }

  const act = (path: string) => attempt(async () => show(await send<SampleAnswer>('POST', path, {})))
  void attempt(ask)
  return {
    element,
    check() {
      if (!element.hidden && !wasLoading) void attempt(ask)
    },
    leave() {
      hasLeft = true
      clearTimeout(asking)
    },
  }
}
