/** The two kinds of document that a verdict rests on besides the keys. Both are opened from what is kept, and replaced, alike. */
import type { Catalogue, DescriptionFacts, ListFacts } from "./catalogue.ts";
import { type Description, readDescription } from "./description.ts";
import type { KeySet } from "./keys.ts";
import type { TrustStorage } from "./storage.ts";
import { type StatusList, readStatusList } from "./status-list.ts";
import { type Trust, isAhead, mayReplace } from "./trust.ts";

type Dated = { iat: number };

export type Kind<Document extends Dated, Facts extends Dated> = {
  /** Where the one of this number is published, and kept. */
  place(id: number): string;
  /** Null where anything is wrong with it. */
  read(bytes: Uint8Array, id: number, keys: KeySet, now: number): Promise<Document | null>;
  /** What is on the storage, by number. */
  facts: Record<number, Facts>;
  factsOf(document: Document, now: number): Facts;
  /** Those that are open. */
  opened(trust: Trust): Map<number, Document>;
};

export const descriptions = (catalogue: Catalogue, folder: string, host: string): Kind<Description, DescriptionFacts> => ({
  place: (type) => `${folder}/${type}`,
  read: (bytes, type, keys, now) => readDescription(bytes, keys.iss ?? host, type, keys, now),
  facts: catalogue.descriptions,
  factsOf: ({ iat }, now) => ({ iat, fetchedAt: now }),
  opened: (trust) => trust.descriptions,
});

export const lists = (catalogue: Catalogue, folder: string, host: string): Kind<StatusList, ListFacts> => ({
  place: (list) => `${folder}/${list}`,
  read: (bytes, list, keys, now) => readStatusList(bytes, keys.iss ?? host, list, keys, now),
  facts: catalogue.lists,
  factsOf: ({ iat, exp, ttl }, now) => ({ iat, exp, ttl, fetchedAt: now }),
  opened: (trust) => trust.lists,
});

/** Opens what is kept, unless it is open; what does not hold is forgotten, and so fetched again. */
export async function openKept<D extends Dated, F extends Dated>(kind: Kind<D, F>, id: number, trust: Trust, storage: TrustStorage, now: number): Promise<void> {
  const [opened, facts] = [kind.opened(trust), kind.facts[id]];
  if (!facts || opened.has(id)) return;
  const bytes = await storage.get(kind.place(id));
  const document = bytes && (await kind.read(bytes, id, trust.keys, now));
  // A newer one may have come while this was opened.
  if (kind.facts[id] !== facts) return;
  if (document) opened.set(id, document);
  else delete kind.facts[id];
}

/** Takes up and keeps what has come; null where it is not good, or older than what was there. */
export async function takeNew<D extends Dated, F extends Dated>(kind: Kind<D, F>, id: number, bytes: Uint8Array | null, trust: Trust, storage: TrustStorage, now: number): Promise<D | null> {
  const document = bytes && (await kind.read(bytes, id, trust.keys, now));
  if (!document || isAhead(document, now) || !mayReplace(kind.facts[id], document, now)) return null;
  kind.opened(trust).set(id, document);
  kind.facts[id] = kind.factsOf(document, now);
  await storage.put(kind.place(id), bytes);
  return document;
}
