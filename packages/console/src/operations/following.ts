import { z } from 'zod'
import { ConsoleError } from '../errors.ts'
import { FOLLOWED, followStream } from '../following/stream.ts'
import { type Asked, operation } from '../operation.ts'

/** So many follow at once: each costs a look at the log now and then. */
const MOST_FOLLOWERS = 200

const follow = operation({
  path: '/events',
  summary: 'What is recorded after a position and from now on, as server-sent events `recorded`.',
  needs: 'inventory.read',
  media: FOLLOWED,
  query: {
    after: z.coerce
      .number()
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .optional()
      .describe('A position of the log; from now on when left out. `Last-Event-ID` goes before it.'),
  },
  run: async ({ query }, asked) => {
    const { followers } = asked.kept
    if (followers.open >= MOST_FOLLOWERS) throw new ConsoleError('TOO_MANY_REQUESTS', 'followers')
    followers.open++
    let isOpen = true
    const ended = () => {
      if (isOpen) followers.open--
      isOpen = false
    }
    try {
      const { position: head } = await asked.inventory.head()
      const after = positionIn(asked) ?? query.after ?? head
      // Going on from the head would leave a gap nobody is told of.
      if (after > head) throw new ConsoleError('POSITION_BEYOND_HEAD', String(after), { after, head })
      return followStream(asked, after, ended)
    } catch (error) {
      ended()
      throw error
    }
  },
})

function positionIn({ lastEvent }: Asked): number | null {
  const position = Number(lastEvent ?? '')
  return lastEvent !== null && /^\d{1,15}$/.test(lastEvent) ? position : null
}

export const followingOperations = [follow]
