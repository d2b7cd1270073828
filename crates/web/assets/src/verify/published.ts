/** What the issuer's indexes say is there to fetch, and when. */
import type { ListFacts } from "./catalogue.ts";

/** Fetches one document; null where the server is gone or says anything but 200. */
export type Fetch = (path: string) => Promise<Uint8Array | null>;

const AT_ONCE = 6;
/** Seconds. */
const SOON = 60;

export async function fetchJson(fetch: Fetch, path: string): Promise<unknown> {
  const bytes = await fetch(path);
  try {
    return bytes && JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/** Its ttl has passed since it was fetched, or what came was old already and a minute may have brought a newer one. */
export function isDue(list: ListFacts | undefined, now: number): boolean {
  if (!list) return true;
  const since = now - list.fetchedAt;
  // Fetched by a clock that was put right since then.
  if (since < 0) return true;
  const isOld = now - list.iat > list.ttl || now >= list.exp;
  return since > list.ttl || (since > SOON && isOld);
}

/** The published lists, the soonest-ending first; null where the answer is of another make. */
export function listsIn(answer: unknown): number[] | null {
  const [lists, ends] = [numbers(answer, "lists", "list"), numbers(answer, "lists", "exp")];
  if (!lists || !ends) return null;
  return lists.map((list, row) => [list, ends[row]!] as const).sort(([, a], [, b]) => a - b).map(([list]) => list);
}

/** The whole numbers in `{member: [n, …]}` or `{member: [{inside: n}, …]}`; null where the answer is of another make. */
export function numbers(answer: unknown, member: string, inside?: string): number[] | null {
  const rows = (answer as Record<string, unknown> | null)?.[member];
  if (!Array.isArray(rows)) return null;
  const found = rows.map((row: unknown) => (inside ? (row as Record<string, unknown> | null)?.[inside] : row));
  return found.every((value): value is number => Number.isSafeInteger(value) && (value as number) >= 0) ? found : null;
}

/** Runs the task for each, a few at a time; true where every one said so. */
export async function forEach(items: number[], task: (item: number) => Promise<boolean>): Promise<boolean> {
  const left = [...items];
  let good = true;
  const lane = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) good = (await task(item)) && good;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return good;
}
