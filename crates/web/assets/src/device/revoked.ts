/**
 * That the office has revoked this phone: the one fact that outlives the wipe, in a database of its own. The service worker, which hears
 * it with the page closed, leaves it for the next opening; it can't reach the page's localStorage.
 */
import { type Connection, answer, connect, done, remove } from "./connection.ts";

const NAME = "chasqui-device-revoked";
const SHELF = "revoked";

export async function leaveRevoked(): Promise<void> {
  await once(({ use }) =>
    use((open) => {
      const transaction = open.transaction(SHELF, "readwrite", { durability: "strict" });
      transaction.objectStore(SHELF).put(true, SHELF);
      return done(transaction);
    }),
  );
}

/** Whether it was left there; it is not from then on. */
export async function takeRevoked(): Promise<boolean> {
  const left = await once(({ use }) => use((open) => answer(open.transaction(SHELF).objectStore(SHELF).get(SHELF))));
  await remove(NAME);
  return left === true;
}

/** A browser that keeps nothing has left nothing. */
async function once<T>(work: (connection: Connection) => Promise<T>): Promise<T | null> {
  const connection = await connect(NAME, [SHELF], () => {}).catch(() => null);
  if (!connection) return null;
  return work(connection).catch(() => null).finally(() => connection.close());
}
