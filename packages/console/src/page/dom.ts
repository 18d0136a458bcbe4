/** What stands in an element: text is text, whatever is in it. */
export type Child = Node | string | null

/** Properties and attributes of an element; handlers begin with `on`, absent ones are left out. */
export interface Props {
  readonly [name: string]: string | number | boolean | null | undefined | ((event: Event) => void)
}

/** An element with its attributes and children. No markup is ever parsed, so no text can become a script. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  setProps(element, props)
  element.append(...children.filter((child) => child !== null))
  return element
}

/** The same for a drawing. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
  setProps(element, props)
  element.append(...children.filter((child) => child !== null))
  return element
}

function setProps(element: Element, props: Props): void {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
}

/** Puts other children in place of those an element has; those that stay in their order are not touched, so a focus in one stays. */
export function fill(element: Element, ...children: readonly Child[]): void {
  const wanted = children.filter((child) => child !== null)
  const staying = new Set<Child>(wanted)
  for (const child of [...element.childNodes]) if (!staying.has(child)) child.remove()
  let place = element.firstChild
  for (const child of wanted) {
    if (child === place) place = place.nextSibling
    else element.insertBefore(typeof child === 'string' ? new Text(child) : child, place)
  }
}
