import type { TotalsAnswer } from '../answers/levels.ts'
import { read } from './api.ts'
import type { Context } from './context.ts'
import { el, fill } from './dom.ts'

/** A choice of one branch or all of them. */
export interface BranchChoice {
  readonly element: HTMLSelectElement
  /** Empty: all. */
  value(): string
  set(branch: string): void
}

export function branchChoice({ attempt }: Pick<Context, 'attempt'>, chosen: () => void): BranchChoice {
  const element = el('select', { onchange: chosen }, el('option', { value: '' }, 'all'))
  let wanted = ''
  async function fillIt(): Promise<void> {
    const { items } = await read<TotalsAnswer>('/totals', { by: ['branch'] })
    const names = items.flatMap(({ branch }) => branch ?? [])
    const known = names.includes(wanted) || wanted === '' ? names : [...names, wanted]
    const current = wanted || element.value
    fill(
      element,
      el('option', { value: '' }, 'all'),
      ...known.map((name) => el('option', { value: name }, name)),
    )
    element.value = current
  }
  void attempt(fillIt)
  return {
    element,
    value: () => element.value,
    set(branch) {
      wanted = branch
      if (![...element.options].some(({ value }) => value === branch))
        element.append(el('option', { value: branch }, branch))
      element.value = branch
    },
  }
}
