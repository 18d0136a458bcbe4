import { ConsoleError } from '../errors.ts'
import { FOLLOWED } from '../following/stream.ts'

/** Counts what is under way, and refuses what would be too much. */
export interface Crowd {
  /**
   * Lets a request in until its answer is given, to the last byte of it.
   *
   * @throws ConsoleError `TOO_MANY_REQUESTS`.
   */
  let(answer: () => Promise<Response>): Promise<Response>
  readonly size: number
}

/** So many requests at once. */
export function crowd(most: number): Crowd {
  let size = 0
  return {
    get size() {
      return size
    },
    async let(answer) {
      if (size >= most) throw new ConsoleError('TOO_MANY_REQUESTS', `more than ${most}`)
      size++
      let isOut = false
      const leave = () => {
        if (!isOut) size--
        isOut = true
      }
      try {
        return leavingAtEnd(await answer(), leave)
      } catch (error) {
        leave()
        throw error
      }
    },
  }
}

/** An answer whose last byte, or whose reader's going, is noticed. */
function leavingAtEnd(response: Response, leave: () => void): Response {
  // Who follows what happens stays for hours, and is counted elsewhere.
  const isFollower = response.headers.get('Content-Type') === FOLLOWED
  if (response.body === null || isFollower) {
    leave()
    return response
  }
  const reader = response.body.getReader()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        leave()
        throw error
      })
      if (value !== undefined) controller.enqueue(value)
      if (!done) return
      leave()
      controller.close()
    },
    async cancel(reason) {
      leave()
      await reader.cancel(reason)
    },
  })
  return new Response(body, response)
}
