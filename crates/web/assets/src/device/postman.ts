import { sendLater } from "./background.ts";
import type { Phone } from "./phone.ts";

/** What waits is tried again this often, beside each time that the network comes back. */
const TRY_AGAIN = 60_000;
/** At a busy gate several scans go together: the server takes so many requests an hour of a phone, and each costs its battery. */
const GATHER = 35_000;

/** When things are sent. */
export type Postman = {
  now(): Promise<void>;
  /** At once after a pause; else with those that come meanwhile. */
  soon(): void;
  /** Nothing is tried any more. */
  stop(): void;
};

/** `onSent` hears of every try; `onGone` once, when the office wants this phone no more, and nothing is tried after it. */
export function openPostman(phone: Phone, onSent: () => Promise<void>, onGone: () => Promise<void>): Postman {
  let sentAt = -Infinity;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let isGone = false;
  addEventListener("online", () => void now());
  setInterval(() => void phone.waiting().then((count) => void (count > 0 && now())).catch(() => {}), TRY_AGAIN);
  return { now, soon, stop: () => void (isGone = true) };

  async function now(): Promise<void> {
    clearTimeout(gathering);
    gathering = undefined;
    if (isGone) return;
    if ((await phone.waiting()) > 0) sentAt = Date.now();
    const end = await phone.send().catch(() => "later");
    if (isGone) return;
    isGone = end === "gone";
    if (end === "later") void sendLater();
    await (isGone ? onGone() : onSent());
  }

  function soon(): void {
    const since = Date.now() - sentAt;
    if (since >= GATHER) void now();
    else gathering ??= setTimeout(() => void now(), GATHER - since);
  }
}
