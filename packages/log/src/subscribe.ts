import { Observable } from 'rxjs'
import type { CaughtUp, EventLog, FollowOptions, RecordedEvent } from './event-log.ts'

/**
 * The events of a log as an rxjs `Observable`, one by one, with `CaughtUp` marks in band; unsubscribing stops the reading
 * and every error arrives as error notification.
 *
 * An observable pushes: it does not wait for asynchronous work of its observer. Where each event means such work (a write
 * elsewhere, a request), iterate over `log.follow(...)` instead: the log is then read no faster than the work gets done.
 *
 * @example
 * const subscription = subscribe(log, { types: ['StockCounted'] }).subscribe((step) => {
 *   if ('caughtUp' in step) console.log('up to date at', step.caughtUp)
 *   else console.log(step.id)
 * })
 * subscription.unsubscribe()
 */
export function subscribe(log: EventLog, options: FollowOptions = {}): Observable<RecordedEvent | CaughtUp> {
  return new Observable((observer) => {
    const stop = new AbortController()
    const signal = options.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, options.signal])
    const deliver = async () => {
      for await (const step of log.follow({ ...options, signal })) {
        for (const one of 'caughtUp' in step ? [step] : step) observer.next(one)
      }
    }
    deliver().then(
      () => observer.complete(),
      (error: unknown) => observer.error(error),
    )
    return () => stop.abort()
  })
}
