/** How the watch over a server stands. */
export interface WatchState {
  /** 'off' while nobody follows; 'reconnecting' while the server is away: followers go on by themselves when it is back. */
  readonly live: 'off' | 'connecting' | 'on' | 'reconnecting'
  /** Failed tries since it was last on. */
  readonly tries: number
  readonly lastError: string | undefined
}
