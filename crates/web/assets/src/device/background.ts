/** Sending with the page closed: the browser wakes the service worker when there is a network again (Background Sync, where it has that). */
import { openDatabase } from "./database.ts";
import { type World, openPhone } from "./phone.ts";
import { leaveRevoked } from "./revoked.ts";
import { takeTurns } from "./turns.ts";

const TAG = "chasqui-device";

type SyncManager = { register(tag: string): Promise<void> };

/** Asks to be woken; a browser that does not know how leaves it to the page's next opening. */
export async function sendLater(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration("/v");
  await (registration as { sync?: SyncManager } | undefined)?.sync?.register(TAG).catch(() => {});
}

/** Rejects where it should be tried again. */
export async function sendInBackground(tag: string, world: World = browser()): Promise<void> {
  if (tag !== TAG) return;
  const phone = await openPhone(await openDatabase(), world);
  const end = await phone?.send();
  if (end === "gone") {
    // Before the wipe: a worker may be stopped between the two, and the page that opens then hears it from the office.
    await leaveRevoked();
    await phone!.forget();
  }
  if (end === "later") throw new Error("still no network");
}

/** The world that a page and a service worker are in. */
export function browser(): World {
  return { send: (path, init) => fetch(path, init), clock: () => Date.now(), inTurn: takeTurns(navigator.locks) };
}
