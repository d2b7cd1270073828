/** When something happened, by a phone's clock that may be wrong, and may be put right before it is told. */
export type Moment = {
  /** Milliseconds since 1970 by the phone's own clock. */
  scanned_at: number;
  /** How far the right time was ahead of that clock, for all the phone knew then, in milliseconds; absent where it was right, or nobody knew. */
  ahead?: number;
};

/** A clock that is off by less is right enough. */
const SLIGHT = 60_000;

/** `right` is the time in seconds, as well as the page knows. */
export function momentOf(now: number, right: number): Moment {
  const ahead = right * 1000 - now;
  return Math.abs(ahead) < SLIGHT ? { scanned_at: now } : { scanned_at: now, ahead };
}

/**
 * When it happened by the phone's clock as that goes now, which is what the server expects: it takes `sent_at` for its own time, and
 * counts back from there. `aheadNow` is how far the server's clock is ahead of the phone's; null where no answer has told.
 */
export function asOfNow({ scanned_at, ahead }: Moment, aheadNow: number | null): number {
  if (ahead === undefined || aheadNow === null) return scanned_at;
  // Without a network all that a page knows may be "not before this": a clock that is as far behind as then, or farther, was not put right.
  const change = ahead > 0 ? Math.max(0, ahead - aheadNow) : ahead - aheadNow;
  return Math.abs(change) < SLIGHT ? scanned_at : scanned_at + change;
}
