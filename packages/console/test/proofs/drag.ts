import { expect, it } from 'vitest'
import type { Stage } from './stage.ts'

/** Notes in the page when the slider was moved and, frame by frame, when other totals were to be seen. */
const WATCH = `(() => {
  const drag = (window.drag = { moves: 0, seen: [] })
  document.querySelector('#time').addEventListener('input', () => drag.moves++)
  let last = null
  const look = () => {
    const text = document.querySelector('.totals').textContent
    if (text !== last) drag.seen.push(performance.now())
    last = text
    requestAnimationFrame(look)
  }
  look()
})()`

interface Drag {
  readonly moves: number
  readonly seen: readonly number[]
}

/** So many pointer moves from end to end. */
const MOVES = 60

/**
 * Whether the totals followed at twenty frames a second. Where the machine is so busy with something else that the browser
 * itself is not told of so many moves, it is those it is told of that count.
 */
function isFollowed({ moves, seen }: Drag): boolean {
  const seconds = ((seen.at(-1) ?? 0) - (seen[0] ?? 0)) / 1000
  return seen.length >= 20 * seconds || (moves < 25 * seconds && seen.length >= 0.8 * moves)
}

export function draggingProof(stage: () => Stage): void {
  it('dragged across the year is followed by other totals 20 times a second, and ends where it was let go', async () => {
    const { page, inventory, goTo } = stage()
    await goTo('/levels')
    const slider = page.getByRole('slider', { name: 'Time' })
    const box = await slider.boundingBox()
    if (box === null) throw new Error('the slider is not to be seen')
    const y = box.y + box.height / 2
    const ends = [box.x + 10, box.x + box.width - 10]
    await page.mouse.move(ends[0] ?? 0, y)
    await page.mouse.down()
    await page.evaluate(WATCH)
    const drags: Drag[] = []
    while (drags.length < 3 && !drags.some(isFollowed)) {
      await page.evaluate('Object.assign(window.drag, { moves: 0, seen: [] })')
      await page.mouse.move(ends[(drags.length + 1) % 2] ?? 0, y, { steps: MOVES })
      drags.push(await page.evaluate('window.drag'))
    }
    await page.mouse.up()
    expect(drags.filter(isFollowed), JSON.stringify(drags)).toHaveLength(1)
    const view = await inventory.asOf(Number(await slider.inputValue()))
    const written = new Intl.NumberFormat('en-GB').format(Number(view.totals()[0]?.onHand))
    await page
      .getByLabel('Totals')
      .filter({ hasText: `On hand${written}` })
      .waitFor()
    // The rows too, once it is at rest.
    const rows = [...view.levels()].length
    await page.locator(`table[aria-label="Levels"][aria-rowcount="${rows + 1}"]`).waitFor()
  })
}
