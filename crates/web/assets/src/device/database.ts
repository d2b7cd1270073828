/**
 * The enrolled phone's own database. Everything in it but the keys is sealed (sealing.ts); the keys are objects that the browser
 * keeps and never hands out.
 */
import { answer, connect, done, remove } from "./connection.ts";

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
  const { use, close } = await connect(NAME, SHELVES, onGone);
  const read = <T>(shelf: Shelf, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    use((open) => answer(ask(open.transaction(shelf).objectStore(shelf))));
  // A scan is on the disk before anything says that it is kept.
  const write = (shelves: Shelf[], change: (store: IDBObjectStore) => void): Promise<void> =>
    use((open) => {
      const transaction = open.transaction(shelves, "readwrite", { durability: "strict" });
      for (const shelf of shelves) change(transaction.objectStore(shelf));
      return done(transaction);
    });
  return {
    get: async <T>(shelf: Shelf, name: string) => ((await read(shelf, (store) => store.get(name))) as T | undefined) ?? null,
    put: (shelf, name, value) => write([shelf], (store) => store.put(value, name)),
    drop: (shelf, names) => write([shelf], (store) => names.forEach((name) => store.delete(name))),
    some: <T>(shelf: Shelf, most: number, after?: string) =>
      read(shelf, (store) => store.getAll(after === undefined ? null : IDBKeyRange.lowerBound(after, true), most)) as Promise<T[]>,
    count: (shelf) => read(shelf, (store) => store.count()),
    async destroy() {
      // Where another tab deletes it already, there is nothing left to clear.
      await write(SHELVES, (store) => store.clear()).catch(() => {});
      await close();
      await remove(NAME);
    },
  };
}
