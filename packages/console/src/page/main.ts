import type { HistoryAnswer } from '../answers/time.ts'
import type { MeAnswer } from '../answers/who.ts'
import { addTo, Failure, isSignedOut, read, signOut, wordsOf } from './api.ts'
import { atMostEvery } from './at-most-every.ts'
import { busy } from './busy.ts'
import { connection, passes } from './connection.ts'
import type { Context, Page } from './context.ts'
import { el, fill } from './dom.ts'
import { following } from './following.ts'
import { follow, type Looked } from './live.ts'
import { liveBadge } from './live-badge.ts'
import { button } from './menus.ts'
import { askedIn, concerns, momentIn, momentStore, parametersOf } from './moment.ts'
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
    const me = await read<MeAnswer>('/me')
    // Refused here, in its own words, and not by every part of a page that has nothing to show.
    if (!me.permissions.includes('inventory.read')) await read('/head')
    open(me)
  } catch (error) {
    if (isSignedOut(error)) signInForm(root, why, begin)
    else throw error
  }
}

/** How often at most the page follows what is recorded, and reads the whole history anew, in milliseconds. */
const [FOLLOWS_EVERY, HISTORY_EVERY] = [500, 10_000]

function open(me: MeAnswer): void {
  const moments = momentStore(momentIn(address().parameters))
  const bar = timeBar(moments)
  const outlet = el('main', { id: 'main', tabindex: -1 })
  const status = el('p', { role: 'status', class: 'status' })
  const ways = places.map(([to, title]) => [to, el('a', {}, title)] as const)
  const navigation = el('nav', { 'aria-label': 'Pages' }, ...ways.map(([, place]) => place))
  let history = nothingYet()
  let page: Page | null = null
  let path = ''
  /** The address as it was followed last. */
  let shownHash = location.hash
  let shownAsked = ''
  const working = busy()
  const live = follow({ answers: () => away.answers(), broke: lookWhy, fellBack: readAgain })

  const context: Context = {
    me,
    moments,
    live,
    get asked() {
      return address().parameters
    },
    remember: () => rememberSoon(),
    history: () => history,
    async historyChanged() {
      history = await read<HistoryAnswer>('/history', { zone: moments.get().zone })
      bar.draw(history)
    },
    go(to) {
      location.hash = `#${to}?${parametersOf(moments.get())}`
    },
    say(text) {
      status.classList.remove('wrong')
      status.textContent = text
    },
    async attempt(work) {
      try {
        await work()
        if (status.classList.contains('wrong')) context.say('')
      } catch (error) {
        context.failed(error)
      }
    },
    failed(error) {
      // What is shown stays, and what was typed; all is read again when the console is back.
      if (isSignedOut(error)) signInAgain(root, me, readAgain)
      else if (!away.lost(error)) {
        status.classList.add('wrong')
        status.textContent = wordsOf(error)
      }
    },
    attemptLong: (title, work) => context.attempt(() => working.run(title, work)),
  }

  const shown = following({
    all: () => context.attempt(async () => page?.refresh()),
    quick: () => context.attempt(async () => page?.follow?.()),
  })
  const away = connection(readAgain)

  /** Why the console no longer tells what is recorded; whether it would again, and where its log ends. */
  async function lookWhy(): Promise<Looked> {
    try {
      const { position } = await read<{ readonly position: number }>('/head')
      return { isWell: true, head: position }
    } catch (error) {
      context.failed(error)
      return { isWell: !isSignedOut(error) && !passes(error), head: null }
    }
  }

  function readAgain(): void {
    live.wake()
    void shown.stays().then(() => context.attempt(context.historyChanged))
  }

  /** The links stay, and lead to where they lead now: one may have the focus, or be pressed. */
  function drawNavigation(): void {
    const query = parametersOf(moments.get())
    for (const [to, place] of ways) {
      place.href = `#${to}?${query}`
      if (path.startsWith(to)) place.setAttribute('aria-current', 'page')
      else place.removeAttribute('aria-current')
    }
  }

  function show(): Promise<void> {
    const { path: wanted, parameters } = address()
    shownHash = location.hash
    const asked = askedIn(parameters)
    const isOther = wanted !== path || asked !== shownAsked
    shownAsked = asked
    path = wanted
    const moment = momentIn(parameters)
    if (parameters.size > 0 && String(parametersOf(moment)) !== String(parametersOf(moments.get()))) {
      moments.set(moment)
    }
    if (!isOther) return Promise.resolve()
    page?.leave?.()
    working.cancel()
    // What was said was of the page before; what is wrong may still be.
    if (!status.classList.contains('wrong')) context.say('')
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
    rememberSoon()
    if (moments.get().zone !== zone) void context.attempt(context.historyChanged)
    zone = moments.get().zone
    if (isPassing) shown.passes()
    else void shown.stays()
  })
  function rememberSoon(): void {
    // Browsers refuse to write the address at the rate a slider is dragged.
    clearTimeout(remembering)
    remembering = setTimeout(remember, 150)
  }
  function remember(): void {
    // Somebody is on the way to another address, and that has not been followed yet.
    if (location.hash !== shownHash) return
    const parameters = parametersOf(moments.get())
    addTo(parameters, page?.parameters?.() ?? {})
    window.history.replaceState(null, '', `#${path}?${parameters}`)
    shownHash = location.hash
    shownAsked = askedIn(parameters)
    drawNavigation()
  }
  const followOn = atMostEvery(FOLLOWS_EVERY, () => shown.stays())
  const historySoon = atMostEvery(HISTORY_EVERY, () => context.attempt(context.historyChanged))
  const historyNow = atMostEvery(FOLLOWS_EVERY, () => context.attempt(context.historyChanged))
  live.onChange((note) => {
    if (note === null) return
    if (note.kind === 'movement') historySoon()
    else historyNow()
    const isShown = page?.hasMoment === true && note.kind === 'movement' && concerns(note, moments.get())
    if (isShown || page?.isChangedBy?.(note) === true) followOn()
  })
  window.addEventListener('hashchange', () => void show())
  fill(
    root,
    el(
      'header',
      {},
      el('a', { href: '#main', class: 'skip', onclick: skip }, 'Skip to content'),
      el('h1', {}, 'Tidemark'),
      navigation,
      liveBadge(live),
      el('span', { class: 'who' }, me.id),
      button('Sign out', leave),
    ),
    away.element,
    bar.element,
    status,
    working.element,
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

function begin(): void {
  start().catch(cannotStart)
}

/** Says why there is no page: who may not read is shown the way out, and what may pass is tried again. */
function cannotStart(error: unknown): void {
  const isDenied = error instanceof Failure && error.code === 'PERMISSION_DENIED'
  fill(
    root,
    el(
      'main',
      { class: 'sign-in' },
      el('h1', {}, 'Tidemark'),
      el('p', { class: 'wrong', role: 'alert' }, wordsOf(error)),
      isDenied ? button('Sign out', leave) : null,
    ),
  )
  if (!isDenied) setTimeout(() => location.reload(), 5000)
}

function leave(): void {
  void signOut().then(() => location.reload())
}

begin()
