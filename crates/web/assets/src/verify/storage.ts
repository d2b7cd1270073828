/** Where the page keeps what the issuer published, by address. The service worker never touches it. */
export type TrustStorage = {
  get(path: string): Promise<Uint8Array | null>;
  /** False where there is no room for it. */
  put(path: string, bytes: Uint8Array): Promise<boolean>;
  drop(path: string): Promise<void>;
};

const NAME = "chasqui-trust";

/** The browser's Cache Storage; where it is missing or refused (private windows), a storage that lasts as long as the page. */
export async function openStorage(): Promise<TrustStorage> {
  try {
    await caches.open(NAME);
    return cacheStorage(() => caches.open(NAME));
  } catch {
    return memoryStorage();
  }
}

/** It is opened anew each time: somebody may clear the browser's data while the page is open. */
function cacheStorage(open: () => Promise<Cache>): TrustStorage {
  return {
    async get(path) {
      const response = await (await open()).match(path).catch(() => undefined);
      return response ? new Uint8Array(await response.arrayBuffer()) : null;
    },
    async put(path, bytes) {
      try {
        await (await open()).put(path, new Response(new Uint8Array(bytes)));
        return true;
      } catch {
        // A full disk (QuotaExceededError) must not stop a check: what was fetched is in memory already.
        return false;
      }
    },
    async drop(path) {
      await (await open()).delete(path).catch(() => false);
    },
  };
}

/** The same storage, with word of each time that there is no room. */
export const minding = (storage: TrustStorage, onFull: () => void): TrustStorage => ({
  get: (path) => storage.get(path),
  async put(path, bytes) {
    const kept = await storage.put(path, bytes);
    if (!kept) onFull();
    return kept;
  },
  drop: (path) => storage.drop(path),
});

export function memoryStorage(): TrustStorage {
  const kept = new Map<string, Uint8Array>();
  return {
    get: async (path) => kept.get(path) ?? null,
    put: async (path, bytes) => (kept.set(path, bytes), true),
    drop: async (path) => void kept.delete(path),
  };
}
