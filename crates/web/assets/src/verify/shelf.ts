/** A published document as it came, and when it was last fetched, in seconds since 1970. */
export type Kept = { bytes: Uint8Array; fetchedAt: number };

/** Where the page keeps what the issuer published, by address. The service worker never touches it. */
export type Shelf = {
  all(): Promise<Map<string, Kept>>;
  put(path: string, kept: Kept): Promise<void>;
  drop(path: string): Promise<void>;
};

const NAME = "chasqui-trust";
const FETCHED_AT = "x-fetched-at";

/** The browser's Cache Storage; where it is missing or refused (private windows), a shelf that lasts as long as the page. */
export async function openShelf(): Promise<Shelf> {
  try {
    return cacheShelf(await caches.open(NAME));
  } catch {
    return memoryShelf();
  }
}

function cacheShelf(cache: Cache): Shelf {
  return {
    async all() {
      const entries = (await cache.keys()).map(async (request): Promise<[string, Kept] | null> => {
        const response = await cache.match(request);
        if (!response) return null;
        const fetchedAt = Number(response.headers.get(FETCHED_AT));
        return [new URL(request.url).pathname, { bytes: new Uint8Array(await response.arrayBuffer()), fetchedAt }];
      });
      return new Map((await Promise.all(entries)).filter((entry) => entry !== null));
    },
    async put(path, { bytes, fetchedAt }) {
      // A full disk must not stop a check: what was fetched is in memory already.
      await cache.put(path, new Response(new Uint8Array(bytes), { headers: { [FETCHED_AT]: String(fetchedAt) } })).catch(() => {});
    },
    async drop(path) {
      await cache.delete(path);
    },
  };
}

export function memoryShelf(): Shelf {
  const kept = new Map<string, Kept>();
  return {
    all: async () => new Map(kept),
    put: async (path, document) => void kept.set(path, document),
    drop: async (path) => void kept.delete(path),
  };
}
