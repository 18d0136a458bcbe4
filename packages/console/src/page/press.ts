/** Whether something that can be pressed is being pressed. */
export interface Press {
  /** Whether it is; if so, `then` is called once it was let go and its click was told. */
  isOn(then: () => void): boolean
}

const PRESSABLE = 'button, a, input, summary'

/** Minds presses within an element: what is drawn anew between pressing and letting go loses its click. */
export function pressWithin(element: HTMLElement): Press {
  let isPressed = false
  let due: (() => void) | undefined
  function letGo(): void {
    // The click is told right after.
    setTimeout(() => {
      isPressed = false
      due?.()
      due = undefined
    })
  }
  element.addEventListener('pointerdown', ({ target }) => {
    if (!(target instanceof Element) || target.closest(PRESSABLE) === null) return
    isPressed = true
    window.addEventListener('pointerup', letGo, { once: true })
    window.addEventListener('pointercancel', letGo, { once: true })
  })
  return {
    isOn(then) {
      if (isPressed) due = then
      return isPressed
    },
  }
}
