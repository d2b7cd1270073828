import type { TrustStorage } from "./storage.ts";
import type { Pinned } from "./signed-keys.ts";

/** When a list was signed and fetched, and how long it serves; all in seconds since 1970 but the ttl. */
export type ListFacts = { iat: number; exp: number; ttl: number; fetchedAt: number };
export type DescriptionFacts = { iat: number; fetchedAt: number };

/**
 * What lies on the storage, so that nothing has to be opened to know what to fetch. It only says when to ask for what, and which root is
 * believed: what a verdict rests on is verified from its own bytes.
 */
export type Catalogue = {
  pinned: Pinned | null;
  /** Whether that root came with the phone's enrolment; else a page was the first to name it. */
  isGiven: boolean;
  /** Whose keys were accepted first. */
  issuer: string | null;
  /** When the newest thing was signed that this phone has verified. */
  newest: number;
  lists: Record<number, ListFacts>;
  descriptions: Record<number, DescriptionFacts>;
};

const PLACE = "/v-kept.json";

export async function readCatalogue(storage: TrustStorage): Promise<Catalogue> {
  const empty: Catalogue = { pinned: null, isGiven: false, issuer: null, newest: 0, lists: {}, descriptions: {} };
  const bytes = await storage.get(PLACE);
  try {
    return bytes ? { ...empty, ...(JSON.parse(new TextDecoder().decode(bytes)) as Catalogue) } : empty;
  } catch {
    return empty;
  }
}

export const writeCatalogue = (storage: TrustStorage, catalogue: Catalogue): Promise<boolean> =>
  storage.put(PLACE, new TextEncoder().encode(JSON.stringify(catalogue)));
