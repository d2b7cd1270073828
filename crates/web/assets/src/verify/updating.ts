/** Keeps what verdicts rest on up to date, while the page is open and there is a network. */
import { readBounded } from "./bytes.ts";
import { heardServer, moment, now } from "./clock.ts";
import type { Lack } from "./held-keys.ts";
import { showNotice } from "./notices.ts";
import type { TrustCache } from "./trust-cache.ts";

const MOST_DOCUMENT_BYTES = 8 * 1024 * 1024;
const FETCH_TIMEOUT = 15_000;

export type Updating = {
  /** Fetches what is due; those who ask meanwhile wait for the same one. */
  refresh(): Promise<boolean>;
  /** Fetches all, after whatever is being fetched. */
  renew(): Promise<boolean>;
  /** The same at a person's wish, with words about how it went. */
  update(): Promise<void>;
};

/** `wanted` names the list that the last code rests on: it comes first. `changed` hears of each round. */
export function openUpdating(cache: TrustCache, wanted: () => number | undefined, changed: () => Promise<unknown>): Updating {
  let running: Promise<boolean> | null = null;
  return { refresh, renew, update };

  function refresh(all = false): Promise<boolean> {
    running ??= cache.refresh(now, all, wanted).finally(async () => {
      running = null;
      await changed();
    });
    return running;
  }

  async function renew(): Promise<boolean> {
    await running;
    return refresh(true);
  }

  async function update(): Promise<void> {
    showNotice("updating");
    const good = await renew();
    showNotice(good ? whatLacks(cache) ?? "updated" : cache.lack(now()) ?? "update-failed");
  }
}

/** What a person must know before relying on the next scan. */
export function whatLacks(cache: TrustCache): Lack | "storage-full" | null {
  return cache.lack(now()) ?? (cache.isFull() ? "storage-full" : null);
}

export async function fetchDocument(path: string): Promise<Uint8Array | null> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), FETCH_TIMEOUT);
  const asked = moment();
  try {
    const response = await fetch(path, { cache: "no-cache", credentials: "omit", signal: stop.signal });
    heardServer(response.headers.get("date"), asked);
    return response.ok && response.body ? await readBounded(response.body, MOST_DOCUMENT_BYTES) : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
