import { readCatalogue, writeCatalogue } from "./catalogue.ts";
import { readDescription } from "./description.ts";
import { type Lack, openKeys } from "./held-keys.ts";
import type { KeySet } from "./keys.ts";
import { forEach, isDue, listsIn, numbers } from "./published.ts";
import { type Shelf, minding } from "./shelf.ts";
import { readStatusList } from "./status-list.ts";
import { type Trust, byDate, isAhead, mayReplace } from "./trust.ts";

/** The issuer's published addresses (paths on its own host), and the root that the page names; empty where there is none. */
export type Places = { keys: string; permits: string; status: string; root: string };

/** Fetches one document; null where the server is gone or says anything but 200. */
export type Fetch = (path: string) => Promise<Uint8Array | null>;

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
 * a bad or replayed update changes nothing; and again when it is opened, since the shelf is only storage. A document whose key is gone
 * from the key set is no longer trusted.
 */
export async function openTrustCache(storage: Shelf, fetch: Fetch, places: Places, host: string, now: number): Promise<TrustCache> {
  let full = false;
  const shelf = minding(storage, () => (full = true));
  const catalogue = await readCatalogue(shelf);
  const held = await openKeys(shelf, catalogue, places.keys, places.root, now);
  let trust: Trust | null = null;
  let clock = now;
  believe();
  const newestList = Object.entries(catalogue.lists).sort(([, a], [, b]) => byDate(now)(a, b))[0];
  if (newestList) await openList(Number(newestList[0]), now);
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
    await Promise.all([openDescription(type, now), openList(list, now)]);
  }

  async function openList(list: number, now: number): Promise<void> {
    const [into, facts] = [trust, catalogue.lists[list]];
    if (!into || !facts || into.lists.has(list)) return;
    const bytes = await shelf.get(`${places.status}/${list}`);
    const read = bytes && (await readStatusList(bytes, issuer(into.keys), list, into.keys, now));
    // A newer one may have come while this was opened.
    if (catalogue.lists[list] !== facts) return;
    if (read) into.lists.set(list, { ...read, fetchedAt: facts.fetchedAt });
    else delete catalogue.lists[list];
  }

  async function openDescription(type: number, now: number): Promise<void> {
    const [into, facts] = [trust, catalogue.descriptions[type]];
    if (!into || !facts || into.descriptions.has(type)) return;
    const bytes = await shelf.get(`${places.permits}/${type}`);
    const read = bytes && (await readDescription(bytes, issuer(into.keys), type, into.keys, now));
    if (catalogue.descriptions[type] !== facts) return;
    if (read) into.descriptions.set(type, read);
    else delete catalogue.descriptions[type];
  }

  async function refresh(time: () => number, all: boolean, first?: () => number | undefined): Promise<boolean> {
    full = false;
    const keysCame = await refreshKeys(time);
    const good = keysCame && (await Promise.all([refreshDescriptions(clock, all), refreshLists(clock, all, first)])).every(Boolean);
    await writeCatalogue(shelf, catalogue);
    return good;
  }

  async function refreshKeys(time: () => number): Promise<boolean> {
    const bytes = await fetch(held.place());
    // The first answer has put a wrong clock right.
    clock = time();
    // And has told whether something was signed by a clock that was ahead: the phone must not go by that for as long.
    if (bytes && isAhead({ iat: catalogue.newest }, clock)) catalogue.newest = clock;
    const taken = await held.take(bytes, clock);
    if (taken === "new") believe();
    return taken !== false && trust !== null;
  }

  async function refreshDescriptions(now: number, all: boolean): Promise<boolean> {
    const types = numbers(await fetchJson(places.permits), "types");
    const due = types?.filter((type) => all || !trust!.descriptions.has(type) || Math.abs(now - (catalogue.descriptions[type]?.fetchedAt ?? 0)) > DESCRIPTION_TTL);
    return due !== undefined && forEach(due, async (type) => {
      const path = `${places.permits}/${type}`;
      const { keys, descriptions } = trust!;
      const bytes = await fetch(path);
      const read = bytes && (await readDescription(bytes, issuer(keys), type, keys, now));
      if (!read || isAhead(read, now) || !mayReplace(catalogue.descriptions[type], read, now)) return false;
      descriptions.set(type, read);
      catalogue.descriptions[type] = { iat: read.iat, fetchedAt: now };
      saw(read);
      await shelf.put(path, bytes);
      return true;
    });
  }

  async function refreshLists(now: number, all: boolean, first?: () => number | undefined): Promise<boolean> {
    const published = listsIn(await fetchJson(places.status));
    if (!published) return false;
    await forgetEnded(published, now);
    const wanted = first?.();
    const sooner = [...published].sort((a, b) => Number(b === wanted) - Number(a === wanted));
    const due = sooner.slice(0, MOST_LISTS).filter((list) => all || isDue(catalogue.lists[list], now));
    return forEach(due, (list) => refreshList(list, now));
  }

  async function refreshList(list: number, now: number): Promise<boolean> {
    const { lists, keys } = trust!;
    const path = `${places.status}/${list}`;
    const bytes = await fetch(path);
    const read = bytes && (await readStatusList(bytes, issuer(keys), list, keys, now));
    if (!read || isAhead(read, now) || !mayReplace(catalogue.lists[list], read, now)) return false;
    const { iat, exp, ttl } = read;
    lists.set(list, { ...read, fetchedAt: now });
    catalogue.lists[list] = { iat, exp, ttl, fetchedAt: now };
    saw(read);
    await shelf.put(path, bytes);
    return true;
  }

  /** Lists die with their permits: one that is past its end and published no more is dropped. */
  async function forgetEnded(published: number[], now: number): Promise<void> {
    for (const [name, { exp }] of Object.entries(catalogue.lists)) {
      const list = Number(name);
      if (exp > now || published.includes(list)) continue;
      trust!.lists.delete(list);
      delete catalogue.lists[list];
      await shelf.drop(`${places.status}/${list}`);
    }
  }

  async function pin(root: string, now: number): Promise<void> {
    clock = now;
    await held.pin(root, now);
    believe();
    await writeCatalogue(shelf, catalogue);
  }

  function issuer(keys: KeySet): string {
    return keys.iss ?? host;
  }

  async function fetchJson(path: string): Promise<unknown> {
    const bytes = await fetch(path);
    try {
      return bytes && JSON.parse(new TextDecoder().decode(bytes));
    } catch {
      return null;
    }
  }
}
