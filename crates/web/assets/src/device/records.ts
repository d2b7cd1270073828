import type { Freshness } from "../verify/trust.ts";
import type { Verdict } from "../verify/verdict.ts";
import type { ReportKind } from "./facts.ts";
import type { Moment } from "./moment.ts";

/** One permit held before one phone. */
export type Scan = Moment & {
  id: string;
  /** The permit's id in hexadecimal; null where the signature was not good, since then nobody says so. */
  cti: string | null;
  verdict: Verdict;
  freshness: Freshness;
  /** Degrees, rounded to a hundredth: about a kilometre. */
  lat?: number;
  lon?: number;
};

/** What an officer reports from a verdict. The code goes along, since of a forged one it is all there is. */
export type Incident = Moment & {
  id: string;
  kind: ReportKind;
  reason: string;
  note?: string;
  cti: string | null;
  code: string;
  verdict: Verdict;
};

/** In letters (code points), as the server counts: no more than its `LONGEST_TEXT` (crates/store, incidents.rs), which it would cut. */
export const MOST_CODE = 2000;
/** As the textarea's maxlength; far below the same `LONGEST_TEXT`. */
export const MOST_NOTE = 500;

/**
 * At most so many letters of a text, none cut in half. Half a letter (a lone surrogate) that was in it becomes U+FFFD: the server takes
 * no text with one.
 */
export function shortened(text: string, most: number): string {
  const isHalf = (letter: string): boolean => letter.length === 1 && letter >= "\ud800" && letter <= "\udfff";
  return Array.from(text, (letter) => (isHalf(letter) ? "\ufffd" : letter)).slice(0, most).join("");
}
