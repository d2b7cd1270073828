import { readCatalogue, writeCatalogue } from "./catalogue.ts";
import { type Kind, descriptions, lists, openKept, takeNew } from "./documents.ts";
import { type KeyPlaces, type Lack, openKeys } from "./held-keys.ts";
import { type Fetch, fetchJson, forEach, isDue, listsIn, numbers } from "./published.ts";
import { type TrustStorage, minding } from "./storage.ts";
import { type Trust, byDate, isAhead } from "./trust.ts";

/** The issuer's published addresses (paths on its own host). */
export type Places = KeyPlaces & { permits: string; status: string };

export type TrustCache = {
  /** What is trusted now; null until a key set was ever fetched, and once it has run out. Prepared for what was asked for. */
  readonly trust: Trust | null;
  /** Why nothing, or nothing new, is trusted. */
  lack(now: number): Lack | null;
  /** When the newest thing was signed that this phone has verified. */
  newest(): number;
  /** Whether the phone had no room to keep what came. */
  isFull(): boolean;
  /** Opens and verifies, from what is kept, what a permit of this type on this list needs. */
  prepare(permit: { type: number; list: number }, now: number): Promise<void>;
  /**
   * Fetches what is past its ttl, or all when told to; `first` names the list that a verdict waits for. True where everything asked
   * for came and was good.
   */
  refresh(time: () => number, all: boolean, first?: () => number | undefined): Promise<boolean>;
  /** Believes this root from now on, in place of the one met first. */
  pin(root: string, now: number): Promise<void>;
};

/** More than a phone should fetch and keep: of a longer index the lists that end soonest are taken. */
const MOST_LISTS = 2000;
/** Seconds until a permit's description is asked for again. */
const DESCRIPTION_TTL = 600;

/**
 * Keeps what a verdict rests on. Each document is verified before it replaces what is there, and never by an older one, so that
 * a bad or replayed update changes nothing; and again when it is opened, since the storage is only storage. A document whose key is gone
 * from the key set is no longer trusted.
 */
export async function openTrustCache(kept: TrustStorage, fetch: Fetch, places: Places, host: string, now: number): Promise<TrustCache> {
  let full = false;
  const storage = minding(kept, () => (full = true));
  const catalogue = await readCatalogue(storage);
  const held = await openKeys(storage, catalogue, places, now);
  const described = descriptions(catalogue, places.permits, host);
  const listed = lists(catalogue, places.status, host);
  let trust: Trust | null = null;
  let clock = now;
  believe();
  const [newest] = Object.entries(listed.facts).sort(([, a], [, b]) => byDate(now)(a, b));
  if (newest && trust) await openKept(listed, Number(newest[0]), trust, storage, now);
  return {
    get trust() {
      return held.keys(clock) && trust;
    },
    lack: held.lack,
    newest: () => catalogue.newest,
    isFull: () => full,
    prepare,
    refresh,
    pin,
  };

  /** Begins anew with the keys in force: what they have not signed is not in here. */
  function believe(): void {
    const keys = held.keys(clock);
    trust = keys && { keys, descriptions: new Map(), lists: new Map() };
    if (keys) saw(keys);
  }

  function saw({ iat = 0 }: { iat?: number }): void {
    if (!isAhead({ iat }, clock)) catalogue.newest = Math.max(catalogue.newest, iat);
  }

  async function prepare({ type, list }: { type: number; list: number }, now: number): Promise<void> {
    clock = now;
    if (trust) await Promise.all([openKept(described, type, trust, storage, now), openKept(listed, list, trust, storage, now)]);
  }

  async function refresh(time: () => number, all: boolean, first?: () => number | undefined): Promise<boolean> {
    full = false;
    const into = await refreshKeys(time);
    const good = into !== null && (await Promise.all([refreshDescriptions(into, clock, all), refreshLists(into, clock, all, first)])).every(Boolean);
    await writeCatalogue(storage, catalogue);
    return good;
  }

  async function refreshKeys(time: () => number): Promise<Trust | null> {
    const bytes = await fetch(held.place());
    // The first answer has put a wrong clock right.
    clock = time();
    // And has told whether something was signed by a clock that was ahead: the phone must not go by that for as long.
    if (bytes && isAhead({ iat: catalogue.newest }, clock)) catalogue.newest = clock;
    const taken = await held.take(bytes, clock);
    if (taken === "new") believe();
    return taken === false ? null : trust;
  }

  async function refreshDescriptions(into: Trust, now: number, all: boolean): Promise<boolean> {
    const types = numbers(await fetchJson(fetch, places.permits), "types");
    const isOld = (type: number): boolean => Math.abs(now - (described.facts[type]?.fetchedAt ?? 0)) > DESCRIPTION_TTL;
    const due = types?.filter((type) => all || !into.descriptions.has(type) || isOld(type));
    return due !== undefined && forEach(due, (type) => renew(described, type, into, now));
  }

  async function refreshLists(into: Trust, now: number, all: boolean, first?: () => number | undefined): Promise<boolean> {
    const published = listsIn(await fetchJson(fetch, places.status));
    if (!published) return false;
    await forgetEnded(published, into, now);
    const wanted = first?.();
    const sooner = [...published].sort((a, b) => Number(b === wanted) - Number(a === wanted));
    const due = sooner.slice(0, MOST_LISTS).filter((list) => all || isDue(listed.facts[list], now));
    return forEach(due, (list) => renew(listed, list, into, now));
  }

  async function renew<D extends { iat: number }, F extends { iat: number }>(kind: Kind<D, F>, id: number, into: Trust, now: number): Promise<boolean> {
    const taken = await takeNew(kind, id, await fetch(kind.place(id)), into, storage, now);
    if (taken) saw(taken);
    return taken !== null;
  }

  /** Lists die with their permits: one that is past its end and published no more is dropped. */
  async function forgetEnded(published: number[], into: Trust, now: number): Promise<void> {
    for (const [name, { exp }] of Object.entries(listed.facts)) {
      const list = Number(name);
      if (exp > now || published.includes(list)) continue;
      into.lists.delete(list);
      delete listed.facts[list];
      await storage.drop(listed.place(list));
    }
  }

  async function pin(root: string, now: number): Promise<void> {
    clock = now;
    await held.pin(root, now);
    believe();
    await writeCatalogue(storage, catalogue);
  }
}
