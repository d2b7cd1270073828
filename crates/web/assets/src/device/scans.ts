import type { Check } from "../verify/verdict.ts";
import type { Moment } from "./moment.ts";
import type { Place } from "./place.ts";
import type { Scan } from "./records.ts";

/** The same permit again within this time is the same scan: a hand that trembles, or a list that has just come. Milliseconds. */
const SAME = 10_000;

/** Turns verdicts into scans. */
export type Scans = {
  /**
   * The record of a verdict on the screen; null where it only draws again what was recorded. The same permit within some seconds is
   * the same scan, unless a list that has come since makes another verdict of it: that is a record of its own.
   */
  of(check: Check, text: string, isDrawnAgain: boolean, now: Moment, place: Place | null): Scan | null;
};

export function openScans(newId: () => string): Scans {
  let last: { text: string; scan: Scan } | null = null;
  return {
    of({ verdict, freshness, permit }, text, isDrawnAgain, now, place) {
      const isSame = last?.text === text && now.scanned_at - last.scan.scanned_at < SAME;
      if (isDrawnAgain && !isSame) return null;
      if (isSame && last!.scan.verdict === verdict) return null;
      const scan = { id: newId(), cti: permit?.cti ?? null, verdict, freshness, ...now, ...place };
      last = { text, scan };
      return scan;
    },
  };
}
