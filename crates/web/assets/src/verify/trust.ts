import type { Description } from "./description.ts";
import type { KeySet } from "./keys.ts";
import type { StatusList } from "./status-list.ts";

/** All that a verdict rests on besides the code itself; every part was verified before it came in here. */
export type Trust = {
  keys: KeySet;
  descriptions: Map<number, Description>;
  lists: Map<number, StatusList>;
};

/**
 * How far behind the issuer's, in seconds, a phone's clock may be: so much before its beginning a permit holds already. What is dated
 * further ahead was signed by a wrong clock: nobody knows how old it is.
 */
export const LEEWAY = 300;

export const isAhead = ({ iat }: { iat: number }, now: number): boolean => iat > now + LEEWAY;

/** The newest first; what is dated ahead would look newer than all else for as long as it is, so it comes last. */
export const byDate = (now: number) => (a: { iat: number }, b: { iat: number }): number =>
  Number(isAhead(a, now)) - Number(isAhead(b, now)) || b.iat - a.iat;

/** Whether this may take the place of what was there before. */
export const mayReplace = (before: { iat: number } | undefined, next: { iat: number }, now: number): boolean =>
  !before || byDate(now)(next, before) <= 0;

export type Freshness = "fresh" | "old" | "absent";

/** The address that this issuer's codes must start with: its own word for it, else `https://` and the host. */
export function ownAddress(trust: Trust, iss: string): string {
  return trust.keys.address ?? `https://${iss}`;
}

/**
 * A list is fresh while its age is within its ttl and its `exp` has not come, as `is_fresh` has it in Rust. What counts is when it was
 * signed: the same old list fetched again, from a cache or somebody who replays it, says nothing new. A list that is dated ahead is
 * never fresh.
 */
export function freshnessOf(list: StatusList | undefined, now: number): Freshness {
  if (!list) return "absent";
  return !isAhead(list, now) && ageOf(list, now) <= list.ttl && now < list.exp ? "fresh" : "old";
}

/** Seconds since the list was signed; a phone whose clock is behind sees zero. */
export function ageOf(list: StatusList, now: number): number;
export function ageOf(list: StatusList | undefined, now: number): number | null;
export function ageOf(list: StatusList | undefined, now: number): number | null {
  return list ? Math.max(0, now - list.iat) : null;
}

/** The list signed last of all that this phone has: what it can say of itself before a scan. */
export function newestList(trust: Trust | null, now: number): StatusList | undefined {
  return [...(trust?.lists.values() ?? [])].sort(byDate(now))[0];
}
