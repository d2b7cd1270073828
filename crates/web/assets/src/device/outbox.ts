import type { Database } from "./database.ts";
import type { Incident, Scan } from "./records.ts";
import { type Sealed, seal, unseal } from "./sealing.ts";

export type Records = { scans: Scan; incidents: Incident };

/** `full`: there are as many as a phone keeps. `refused`: the browser has no more room. `broken`: its database does not answer, or was cleared. */
export type Keeping = "kept" | "full" | "refused" | "broken";

/** What waits to be sent: sealed before it is written, on the disk before it is sent, there until the server said that it has it. */
export type Outbox = {
  keep<K extends keyof Records>(shelf: K, record: Records[K]): Promise<Keeping>;
  waiting(shelf: keyof Records): Promise<number>;
  isFull(shelf: keyof Records): Promise<boolean>;
  has(shelf: keyof Records, id: string): Promise<boolean>;
  /** Some of those after this id, and the id to go on after; null at the end. */
  page<K extends keyof Records>(shelf: K, most: number, after?: string): Promise<{ records: Records[K][]; next: string | null }>;
  drop(shelf: keyof Records, ids: string[]): Promise<void>;
};

/** Some three megabytes, and more than a busy checkpoint sees in a week. Reports are few, and always find room beside the scans. */
const MOST = { scans: 10_000, incidents: 1000 };

export function openOutbox(database: Database, key: CryptoKey, most: Record<keyof Records, number> = MOST): Outbox {
  const isFull = async (shelf: keyof Records): Promise<boolean> => (await database.count(shelf)) >= most[shelf];
  const has = async (shelf: keyof Records, id: string): Promise<boolean> => (await database.get(shelf, id)) !== null;
  return {
    isFull,
    has,
    async keep(shelf, record) {
      try {
        if ((await isFull(shelf)) && !(await has(shelf, record.id))) return "full";
        await database.put(shelf, record.id, await seal(key, record.id, record));
        return "kept";
      } catch (error) {
        return (error as Partial<Error> | null)?.name === "QuotaExceededError" ? "refused" : "broken";
      }
    },
    waiting: (shelf) => database.count(shelf),
    async page<K extends keyof Records>(shelf: K, most: number, after?: string) {
      const sealed = await database.some<Sealed>(shelf, most, after);
      const records = await Promise.all(sealed.map((one) => unseal<Records[K]>(key, one)));
      return { records: records.filter((record) => record !== null), next: sealed.length === most ? sealed[most - 1]!.id : null };
    },
    drop: (shelf, ids) => database.drop(shelf, ids),
  };
}
