/** A connection to a database of the browser's that comes back where the browser drops it, as it does to save memory or for a fault. */
export type Connection = {
  /** Does some work with it; work that fails since the connection was lost is done once more over a new one, so it must bear repeating. */
  use<T>(work: (open: IDBDatabase) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** What browsers say where the connection is gone, and not the disk full. A transaction that a lost connection ends has no error at all. */
const LOST = ["InvalidStateError", "AbortError", "UnknownError"];

/** Opens it, and makes its stores where it is new; `onDeleted` is called when another tab or the service worker deletes it. */
export async function connect(name: string, stores: readonly string[], onDeleted: () => void): Promise<Connection> {
  let isOver = false;
  let current = watched(openDatabase(name, stores));
  await current;
  return {
    async use(work) {
      const mine = current;
      try {
        return await work(await mine);
      } catch (error) {
        if (isOver || !isLost(error)) throw error;
        // Several may find it lost at once, and one opens it.
        if (current === mine) current = watched(reopen(mine));
        return work(await current);
      }
    },
    async close() {
      isOver = true;
      await current.then((open) => open.close()).catch(() => {});
    },
  };

  /** One that another deletes is let go, so that nothing holds it up. */
  async function watched(opening: Promise<IDBDatabase>): Promise<IDBDatabase> {
    const open = await opening;
    open.onversionchange = ({ newVersion }) => {
      open.close();
      if (newVersion !== null || isOver) return;
      isOver = true;
      onDeleted();
    };
    return open;
  }

  async function reopen(lost: Promise<IDBDatabase>): Promise<IDBDatabase> {
    await lost.then((open) => open.close()).catch(() => {});
    return openDatabase(name, null);
  }
}

const isLost = (error: unknown): boolean => error === null || (error instanceof DOMException && LOST.includes(error.name));

/** Without stores only one that is there: in place of one that was cleared meanwhile, with its keys, nothing could be kept that is ever read. */
function openDatabase(name: string, stores: readonly string[] | null): Promise<IDBDatabase> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    if (stores) stores.forEach((storeName) => opening.result.createObjectStore(storeName));
    else opening.transaction!.abort();
  };
  return answer(opening);
}

export function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

/** Emptied it is already; a page that sleeps may keep the shell of it open for a while. */
export function remove(name: string): Promise<void> {
  const deleting = indexedDB.deleteDatabase(name);
  return new Promise((resolve) => {
    deleting.onsuccess = deleting.onerror = deleting.onblocked = () => resolve();
  });
}
