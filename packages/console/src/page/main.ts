import type { HistoryAnswer } from '../answers/time.ts'
import type { MeAnswer } from '../answers/who.ts'
import { isSignedOut, read, signOut } from './api.ts'
import { connection } from './connection.ts'
import type { Context, Page } from './context.ts'
import { el, fill } from './dom.ts'
import { following } from './following.ts'
import { button } from './menus.ts'
import { momentIn, momentStore, parametersOf } from './moment.ts'
import { pageOf, places } from './routes.ts'
import { enterByLink, signInAgain, signInForm } from './sign-in.ts'
import { timeBar } from './time-bar.ts'

const root = document.querySelector('#app') ?? document.body

/** The path and the parameters after the hash: `#/levels?at=...`. */
function address(): { readonly path: string; readonly parameters: URLSearchParams } {
  const [path = '', query = ''] = location.hash.slice(1).split('?')
  return { path: path || '/levels', parameters: new URLSearchParams(query) }
}

async function start(): Promise<void> {
  const why = await enterByLink()
  try {
    open(await read<MeAnswer>('/me'))
  } catch (error) {
    if (isSignedOut(error)) signInForm(root, why, () => void start())
    else throw error
  }
}

function open(me: MeAnswer): void {
  const moments = momentStore(momentIn(address().parameters))
  const bar = timeBar(moments)
  const outlet = el('main', { id: 'main', tabindex: -1 })
  const status = el('p', { role: 'status', class: 'status' })
  const navigation = el('nav', { 'aria-label': 'Pages' })
  let history = nothingYet()
  let page: Page | null = null
  let path = ''

  const context: Context = {
    me,
    moments,
    history: () => history,
    async historyChanged() {
      history = await read<HistoryAnswer>('/history', { zone: moments.get().zone })
      bar.draw(history)
    },
    go(to) {
      location.hash = `#${to}?${parametersOf(moments.get())}`
    },
    say(text) {
      status.textContent = text
    },
    async attempt(work) {
      try {
        await work()
        if (status.classList.contains('wrong')) context.say('')
        status.classList.remove('wrong')
      } catch (error) {
        context.failed(error)
      }
    },
    failed(error) {
      // What is shown stays, and what was typed; all is read again when the console is back.
      if (isSignedOut(error)) signInAgain(root, me, readAgain)
      else if (!away.lost(error)) {
        status.classList.add('wrong')
        context.say(error instanceof Error ? error.message : String(error))
      }
    },
  }

  const shown = following({
    all: () => context.attempt(async () => page?.refresh()),
    quick: () => context.attempt(async () => page?.follow?.()),
  })
  const away = connection(readAgain)

  function readAgain(): void {
    void shown.stays().then(() => context.attempt(context.historyChanged))
  }

  function drawNavigation(): void {
    const query = parametersOf(moments.get())
    fill(
      navigation,
      ...places.map(([to, title]) =>
        el('a', { href: `#${to}?${query}`, 'aria-current': path.startsWith(to) ? 'page' : null }, title),
      ),
    )
  }

  function show(): Promise<void> {
    const { path: wanted, parameters } = address()
    const isOther = wanted !== path
    path = wanted
    if (parameters.size > 0 && String(parameters) !== String(parametersOf(moments.get()))) {
      moments.set(momentIn(parameters))
    }
    if (!isOther) return Promise.resolve()
    page = pageOf(context, path)
    document.title = `${page.title} · Tidemark`
    bar.element.hidden = !page.hasMoment
    fill(outlet, page.element)
    drawNavigation()
    return shown.stays()
  }

  let zone = moments.get().zone
  let remembering: ReturnType<typeof setTimeout> | undefined
  moments.onChange((isPassing) => {
    // Browsers refuse to write the address at the rate a slider is dragged.
    clearTimeout(remembering)
    remembering = setTimeout(remember, 150)
    if (moments.get().zone !== zone) void context.attempt(context.historyChanged)
    zone = moments.get().zone
    if (isPassing) shown.passes()
    else void shown.stays()
  })
  function remember(): void {
    window.history.replaceState(null, '', `#${path}?${parametersOf(moments.get())}`)
    drawNavigation()
  }
  window.addEventListener('hashchange', () => void show())
  const leave = () => void signOut().then(() => location.reload())
  fill(
    root,
    el(
      'header',
      {},
      el('a', { href: '#main', class: 'skip', onclick: skip }, 'Skip to content'),
      el('h1', {}, 'Tidemark'),
      navigation,
      el('span', { class: 'who' }, me.id),
      button('Sign out', leave),
    ),
    away.element,
    bar.element,
    status,
    outlet,
  )
  function skip(event: Event): void {
    event.preventDefault()
    outlet.focus()
  }
  bar.draw(history)
  // What is at the moment is shown first; the whole history behind it takes longer to tell.
  void show().then(() => context.attempt(context.historyChanged))
}

/** The history before it was told. */
function nothingYet(): HistoryAnswer {
  return {
    from: null,
    to: null,
    now: new Date().toISOString(),
    density: [],
    monthEnds: [],
    snapshots: [],
    closedThrough: null,
  }
}

start().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error)
  fill(
    root,
    el(
      'main',
      { class: 'sign-in' },
      el('h1', {}, 'Tidemark'),
      el('p', { class: 'wrong', role: 'alert' }, message),
    ),
  )
  setTimeout(() => location.reload(), 5000)
})
