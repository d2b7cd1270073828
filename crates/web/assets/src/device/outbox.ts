import type { Database } from "./database.ts";
import type { Incident, Scan } from "./records.ts";
import { type Sealed, seal, unseal } from "./sealing.ts";

export type Records = { scans: Scan; incidents: Incident };

/** `full`: there are as many as a phone keeps. `refused`: the browser has no more room. `broken`: its database does not answer, or was cleared. */
export type Keeping = "kept" | "full" | "refused" | "broken";

/** What waits to be sent: sealed before it is written, on the disk before it is sent, there until the server said that it has it. */
export type Outbox = {
  keep<K extends keyof Records>(storeName: K, record: Records[K]): Promise<Keeping>;
  waiting(storeName: keyof Records): Promise<number>;
  isFull(storeName: keyof Records): Promise<boolean>;
  has(storeName: keyof Records, id: string): Promise<boolean>;
  /** Some of those after this id, and the id to go on after; null at the end. */
  page<K extends keyof Records>(storeName: K, most: number, after?: string): Promise<{ records: Records[K][]; next: string | null }>;
  drop(storeName: keyof Records, ids: string[]): Promise<void>;
};

/** Some three megabytes, and more than a busy checkpoint sees in a week. Reports are few, and always find room beside the scans. */
const MOST = { scans: 10_000, incidents: 1000 };

export function openOutbox(database: Database, key: CryptoKey, most: Record<keyof Records, number> = MOST): Outbox {
  const isFull = async (storeName: keyof Records): Promise<boolean> => (await database.count(storeName)) >= most[storeName];
  const has = async (storeName: keyof Records, id: string): Promise<boolean> => (await database.get(storeName, id)) !== null;
  return {
    isFull,
    has,
    async keep(storeName, record) {
      try {
        if ((await isFull(storeName)) && !(await has(storeName, record.id))) return "full";
        await database.put(storeName, record.id, await seal(key, record.id, record));
        return "kept";
      } catch (error) {
        return (error as Partial<Error> | null)?.name === "QuotaExceededError" ? "refused" : "broken";
      }
    },
    waiting: (storeName) => database.count(storeName),
    async page<K extends keyof Records>(storeName: K, most: number, after?: string) {
      const sealed = await database.some<Sealed>(storeName, most, after);
      const records = await Promise.all(sealed.map((one) => unseal<Records[K]>(key, one)));
      return { records: records.filter((record) => record !== null), next: sealed.length === most ? sealed[most - 1]!.id : null };
    },
    drop: (storeName, ids) => database.drop(storeName, ids),
  };
}
