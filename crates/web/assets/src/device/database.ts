/**
 * The enrolled phone's own database. Everything in it but the keys is sealed (sealing.ts); the keys are objects that the browser
 * keeps and never hands out.
 */
export type Shelf = "keys" | "facts" | "scans" | "incidents";

export type Database = {
  get<T>(shelf: Shelf, name: string): Promise<T | null>;
  put(shelf: Shelf, name: string, value: unknown): Promise<void>;
  drop(shelf: Shelf, names: string[]): Promise<void>;
  /** At most so many entries, in the order of their names, after this one. */
  some<T>(shelf: Shelf, most: number, after?: string): Promise<T[]>;
  count(shelf: Shelf): Promise<number>;
  /** Deletes it all, in every tab. */
  destroy(): Promise<void>;
};

const NAME = "chasqui-device";
const SHELVES: Shelf[] = ["keys", "facts", "scans", "incidents"];

/** Opens it; `onGone` is called when another tab deletes it. Rejects where the browser refuses storage (private windows, full disk). */
export async function openDatabase(onGone: () => void = () => {}): Promise<Database> {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => SHELVES.forEach((shelf) => opening.result.createObjectStore(shelf));
  const open = await answer(opening);
  open.onversionchange = () => {
    open.close();
    onGone();
  };
  return over(open);
}

function over(open: IDBDatabase): Database {
  const read = (shelf: Shelf): IDBObjectStore => open.transaction(shelf).objectStore(shelf);
  const write = async (shelf: Shelf, change: (store: IDBObjectStore) => void): Promise<void> => {
    // A scan is on the disk before anything says that it is kept.
    const transaction = open.transaction(shelf, "readwrite", { durability: "strict" });
    change(transaction.objectStore(shelf));
    await done(transaction);
  };
  return {
    get: async <T>(shelf: Shelf, name: string) => ((await answer(read(shelf).get(name))) as T | undefined) ?? null,
    put: (shelf, name, value) => write(shelf, (store) => store.put(value, name)),
    drop: (shelf, names) => write(shelf, (store) => names.forEach((name) => store.delete(name))),
    some: <T>(shelf: Shelf, most: number, after?: string) =>
      answer(read(shelf).getAll(after === undefined ? null : IDBKeyRange.lowerBound(after, true), most)) as Promise<T[]>,
    count: (shelf) => answer(read(shelf).count()),
    async destroy() {
      // Where another tab deletes it already, there is nothing left to clear.
      await clear(open).catch(() => {});
      open.close();
      await gone(indexedDB.deleteDatabase(NAME));
    },
  };
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function clear(open: IDBDatabase): Promise<void> {
  const transaction = open.transaction(SHELVES, "readwrite", { durability: "strict" });
  for (const shelf of SHELVES) transaction.objectStore(shelf).clear();
  await done(transaction);
}

/** Emptied it is already; a page that sleeps may keep the shell of it open for a while. */
function gone(deleting: IDBOpenDBRequest): Promise<void> {
  return new Promise((resolve) => {
    deleting.onsuccess = deleting.onerror = deleting.onblocked = () => resolve();
  });
}

function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}
