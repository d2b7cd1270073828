import { readDescription } from "./description.ts";
import { type KeySet, readKeys } from "./keys.ts";
import type { Kept, Shelf } from "./shelf.ts";
import { readStatusList } from "./status-list.ts";
import { type KnownList, type Trust, freshnessOf } from "./trust.ts";

/** The issuer's published addresses (paths on its own host). */
export type Places = { keys: string; permits: string; status: string };

/** Fetches one document; null where the server is gone or says anything but 200. */
export type Fetch = (path: string) => Promise<Uint8Array | null>;

export type TrustCache = {
  /** What is trusted now; null until a key set was ever fetched. */
  trust: Trust | null;
  /**
   * Fetches what is past its ttl, or all when told to; `first` names the list that a verdict waits for. True where everything asked
   * for came and was good.
   */
  refresh(now: number, all: boolean, first?: () => number | undefined): Promise<boolean>;
};

/** More than a phone should fetch and keep: of a longer index the lists that end soonest are taken. */
const MOST_LISTS = 2000;
const AT_ONCE = 6;
/** Seconds. */
const SOON = 60;

/**
 * Keeps what a verdict rests on. Each document is verified before it replaces what is there, and never by an older one, so that
 * a bad or replayed update changes nothing. A document whose key is gone from the key set is no longer trusted.
 */
export async function openTrustCache(shelf: Shelf, fetch: Fetch, places: Places, host: string, now: number): Promise<TrustCache> {
  const kept = await shelf.all();
  const cache: TrustCache = { trust: await assemble(kept, places, host, now), refresh };
  return cache;

  async function refresh(now: number, all: boolean, first?: () => number | undefined): Promise<boolean> {
    const keysCame = await refreshKeys(now);
    if (!cache.trust) return false;
    const [descriptionsCame, listsCame] = await Promise.all([refreshDescriptions(now), refreshLists(now, all, first)]);
    return keysCame && descriptionsCame && listsCame;
  }

  async function keep(path: string, document: Kept): Promise<void> {
    kept.set(path, document);
    await shelf.put(path, document);
  }

  async function refreshKeys(now: number): Promise<boolean> {
    const bytes = await fetch(places.keys);
    const keys = bytes && (await readKeys(new TextDecoder().decode(bytes)));
    if (!keys) return false;
    await keep(places.keys, { bytes, fetchedAt: now });
    cache.trust = await assemble(kept, places, host, now);
    return true;
  }

  async function refreshDescriptions(now: number): Promise<boolean> {
    const { descriptions, keys } = cache.trust!;
    const types = numbers(await fetchJson(places.permits), "types");
    return types !== null && forEach(types, async (type) => {
      const path = `${places.permits}/${type}`;
      const bytes = await fetch(path);
      const read = bytes && (await readDescription(bytes, issuer(keys, host), type, keys, now));
      if (!read || read.iat < (descriptions.get(type)?.iat ?? 0)) return false;
      descriptions.set(type, read);
      await keep(path, { bytes, fetchedAt: now });
      return true;
    });
  }

  async function refreshLists(now: number, all: boolean, first?: () => number | undefined): Promise<boolean> {
    const { lists } = cache.trust!;
    const published = listsIn(await fetchJson(places.status));
    if (!published) return false;
    await forgetEnded(published, now);
    const wanted = first?.();
    const sooner = [...published].sort((a, b) => Number(b === wanted) - Number(a === wanted));
    const due = sooner.slice(0, MOST_LISTS).filter((list) => all || isDue(lists.get(list), now));
    return forEach(due, (list) => refreshList(list, now));
  }

  async function refreshList(list: number, now: number): Promise<boolean> {
    const { lists, keys } = cache.trust!;
    const path = `${places.status}/${list}`;
    const bytes = await fetch(path);
    const read = bytes && (await readStatusList(bytes, issuer(keys, host), list, keys, now));
    if (!read || read.iat < (lists.get(list)?.iat ?? 0)) return false;
    lists.set(list, { ...read, fetchedAt: now });
    await keep(path, { bytes, fetchedAt: now });
    return true;
  }

  /** Lists die with their permits: one that is past its end and published no more is dropped. */
  async function forgetEnded(published: number[], now: number): Promise<void> {
    for (const [list, { exp }] of cache.trust!.lists) {
      if (exp > now || published.includes(list)) continue;
      cache.trust!.lists.delete(list);
      kept.delete(`${places.status}/${list}`);
      await shelf.drop(`${places.status}/${list}`);
    }
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

/** Verifies everything kept, again on every start: the shelf is only storage. */
async function assemble(kept: Map<string, Kept>, places: Places, host: string, now: number): Promise<Trust | null> {
  const keySet = kept.get(places.keys);
  const keys = keySet && (await readKeys(new TextDecoder().decode(keySet.bytes)));
  if (!keys) return null;
  const trust: Trust = { keys, descriptions: new Map(), lists: new Map() };
  const iss = issuer(keys, host);
  for (const [path, { bytes, fetchedAt }] of kept) {
    const type = numberUnder(places.permits, path);
    const description = type === null ? null : await readDescription(bytes, iss, type, keys, now);
    if (description) trust.descriptions.set(description.type, description);
    const list = numberUnder(places.status, path);
    const statusList = list === null ? null : await readStatusList(bytes, iss, list, keys, now);
    if (statusList) trust.lists.set(list!, { ...statusList, fetchedAt });
  }
  return trust;
}

/** Its ttl has passed since it was fetched, or what came was old already and a minute may have brought a newer one. */
function isDue(list: KnownList | undefined, now: number): boolean {
  if (!list) return true;
  const since = now - list.fetchedAt;
  return since > list.ttl || (since > SOON && freshnessOf(list, now) === "old");
}

const issuer = (keys: KeySet, host: string): string => keys.iss ?? host;

function numberUnder(folder: string, path: string): number | null {
  const name = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : "";
  return /^[0-9]{1,15}$/.test(name) ? Number(name) : null;
}

/** The published lists, the soonest-ending first; null where the answer is of another make. */
function listsIn(answer: unknown): number[] | null {
  const [lists, ends] = [numbers(answer, "lists", "list"), numbers(answer, "lists", "exp")];
  if (!lists || !ends) return null;
  return lists.map((list, row) => [list, ends[row]!] as const).sort(([, a], [, b]) => a - b).map(([list]) => list);
}

/** The whole numbers in `{member: [n, …]}` or `{member: [{inside: n}, …]}`; null where the answer is of another make. */
function numbers(answer: unknown, member: string, inside?: string): number[] | null {
  const rows = (answer as Record<string, unknown> | null)?.[member];
  if (!Array.isArray(rows)) return null;
  const found = rows.map((row: unknown) => (inside ? (row as Record<string, unknown> | null)?.[inside] : row));
  return found.every((value): value is number => Number.isSafeInteger(value) && (value as number) >= 0) ? found : null;
}

/** Runs the task for each, a few at a time; true where every one said so. */
async function forEach(items: number[], task: (item: number) => Promise<boolean>): Promise<boolean> {
  const left = [...items];
  let good = true;
  const lane = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) good = (await task(item)) && good;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return good;
}
