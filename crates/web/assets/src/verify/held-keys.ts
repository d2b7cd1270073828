import type { Catalogue } from "./catalogue.ts";
import { sameBytes } from "./cbor.ts";
import { type KeySet, readKeys } from "./keys.ts";
import type { TrustStorage } from "./storage.ts";
import { type Refusal, acceptKeys } from "./signed-keys.ts";
import { isAhead } from "./trust.ts";

/** Why nothing, or nothing new, is trusted; the names are those of the page's notices. */
export type Lack = "no-keys" | "keys-expired" | "foreign-root";

export type HeldKeys = {
  /** Null until a set was accepted, and when it has run out. */
  keys(now: number): KeySet | null;
  lack(now: number): Lack | null;
  /** Takes what the server publishes; false where it is refused (also for being dated ahead), or did not come. */
  take(bytes: Uint8Array | null, now: number): Promise<"same" | "new" | false>;
  /** Where the set is published: with a pinned root only what it has signed counts. */
  place(): string;
  pin(root: string, now: number): Promise<void>;
};

/** Where the issuer publishes its keys, plain and signed, and the root that the page names; empty where there is none. */
export type KeyPlaces = { keys: string; signedKeys: string; root: string };

/** The issuer's keys as this phone believes them. */
export async function openKeys(storage: TrustStorage, catalogue: Catalogue, places: KeyPlaces, now: number): Promise<HeldKeys> {
  const named = places.root;
  let keys: KeySet | null = null;
  let last: Uint8Array | null = null;
  let isKept = true;
  let refused: Refusal | null = null;
  // The first root that a phone meets is the one it believes; another one is not believed for being named on a page.
  if (!catalogue.pinned && named) catalogue.pinned = { roots: [named], last: null };
  // What the catalogue says is what the storage can bear out at the next opening; without room for a new set it stays with the old one.
  let { pinned, issuer } = catalogue;
  // Against what was pinned when the page was opened: a hand-over while it is open makes no stranger of it.
  let isForeign = named !== "" && pinned !== null && !pinned.roots.includes(named);
  const held: HeldKeys = { keys: current, lack, take, place, pin };
  await reopen(now);
  return held;

  function place(): string {
    return pinned ? places.signedKeys : places.keys;
  }

  function current(now: number): KeySet | null {
    return keys && now < (keys.expiresAt ?? Infinity) ? keys : null;
  }

  function lack(now: number): Lack | null {
    if (refused === "foreign-root" || (isForeign && !pinned?.roots.includes(named))) return "foreign-root";
    if (current(now)) return null;
    return keys || refused === "expired" ? "keys-expired" : "no-keys";
  }

  async function reopen(now: number): Promise<void> {
    keys = last = refused = null;
    const bytes = await storage.get(place());
    if (!bytes) keys = isBetween() ? await keptPlain() : null;
    else if (await read(bytes, now)) await settle();
  }

  /**
   * A page has named a root that nothing has come from yet: the service worker renews pages behind their back, so a phone may learn of
   * its first root where there is no signal. What it believed until then holds on until the first set that the root has signed.
   */
  function isBetween(): boolean {
    return pinned !== null && pinned.last === null && !catalogue.isGiven;
  }

  async function keptPlain(): Promise<KeySet | null> {
    const bytes = await storage.get(places.keys);
    const found = bytes && (await readPlain(bytes));
    return found && typeof found !== "string" ? found.keys : null;
  }

  async function take(bytes: Uint8Array | null, now: number): Promise<"same" | "new" | false> {
    if (!bytes) return false;
    const isSame = keys !== null && last !== null && sameBytes(bytes, last);
    if (!isSame && !(await read(bytes, now, true))) return false;
    if (!isSame || !isKept) await keep(bytes);
    return isSame ? "same" : "new";
  }

  /** Whether there is room for it or not, it counts as long as the page is open. */
  async function keep(bytes: Uint8Array): Promise<void> {
    isKept = await storage.put(place(), bytes);
    if (isKept) await settle();
  }

  async function settle(): Promise<void> {
    if (!pinned) return;
    Object.assign(catalogue, { pinned, issuer });
    await storage.drop(places.keys);
  }

  /** What is refused leaves in force what was before. */
  async function read(bytes: Uint8Array, now: number, isNew = false): Promise<boolean> {
    const found = pinned ? await acceptKeys(pinned, bytes, issuer, now) : await readPlain(bytes);
    refused = typeof found === "string" ? found : null;
    if (typeof found === "string" || (isNew && isAhead({ iat: found.keys.iat ?? 0 }, now))) return false;
    if (found.pinned) [pinned, issuer] = [found.pinned, found.keys.iss];
    [keys, last] = [found.keys, bytes];
    return true;
  }

  async function pin(root: string, now: number): Promise<void> {
    const [isKnown, wasBetween] = [pinned?.roots.includes(root), isBetween()];
    catalogue.isGiven = true;
    if (isKnown && !wasBetween) return;
    if (!isKnown) [pinned, issuer] = [{ roots: [root], last: null }, null];
    Object.assign(catalogue, { pinned, issuer });
    isForeign = false;
    await reopen(now);
  }
}

async function readPlain(bytes: Uint8Array): Promise<{ keys: KeySet; pinned: null } | Refusal> {
  const keys = await readKeys(new TextDecoder().decode(bytes));
  return keys ? { keys, pinned: null } : "malformed";
}
