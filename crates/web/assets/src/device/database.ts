/**
 * The enrolled phone's own database. Everything in it but the keys is sealed (sealing.ts); the keys are objects that the browser
 * keeps and never hands out.
 */
import { answer, connect, done, remove } from "./connection.ts";

export type StoreName = "keys" | "facts" | "scans" | "incidents";

export type Database = {
  get<T>(storeName: StoreName, name: string): Promise<T | null>;
  put(storeName: StoreName, name: string, value: unknown): Promise<void>;
  drop(storeName: StoreName, names: string[]): Promise<void>;
  /** At most so many entries, in the order of their names, after this one. */
  some<T>(storeName: StoreName, most: number, after?: string): Promise<T[]>;
  count(storeName: StoreName): Promise<number>;
  /** Deletes it all, in every tab. */
  destroy(): Promise<void>;
};

const NAME = "chasqui-device";
const STORES: StoreName[] = ["keys", "facts", "scans", "incidents"];

/** Opens it; `onGone` is called when another tab deletes it. Rejects where the browser refuses storage (private windows, full disk). */
export async function openDatabase(onGone: () => void = () => {}): Promise<Database> {
  const { use, close } = await connect(NAME, STORES, onGone);
  const read = <T>(storeName: StoreName, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    use((open) => answer(ask(open.transaction(storeName).objectStore(storeName))));
  // A scan is on the disk before anything says that it is kept.
  const write = (stores: StoreName[], change: (store: IDBObjectStore) => void): Promise<void> =>
    use((open) => {
      const transaction = open.transaction(stores, "readwrite", { durability: "strict" });
      for (const storeName of stores) change(transaction.objectStore(storeName));
      return done(transaction);
    });
  return {
    get: async <T>(storeName: StoreName, name: string) => ((await read(storeName, (store) => store.get(name))) as T | undefined) ?? null,
    put: (storeName, name, value) => write([storeName], (store) => store.put(value, name)),
    drop: (storeName, names) => write([storeName], (store) => names.forEach((name) => store.delete(name))),
    some: <T>(storeName: StoreName, most: number, after?: string) =>
      read(storeName, (store) => store.getAll(after === undefined ? null : IDBKeyRange.lowerBound(after, true), most)) as Promise<T[]>,
    count: (storeName) => read(storeName, (store) => store.count()),
    async destroy() {
      // Where another tab deletes it already, there is nothing left to clear.
      await write(STORES, (store) => store.clear()).catch(() => {});
      await close();
      await remove(NAME);
    },
  };
}
