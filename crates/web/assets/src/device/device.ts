/** The enrolled phone's own script, loaded by `hooks.ts`. */
import { part } from "../verify/parts.ts";
import { browser } from "./background.ts";
import { type Database, openDatabase } from "./database.ts";
import { askToEnrol } from "./enrolling.ts";
import { type EnrolledHooks, enrolledHooks } from "./enrolled.ts";
import { enrol } from "./enrolment.ts";
import type { Device } from "./facts.ts";
import { type DeviceHooks, type DeviceModule, type DevicePage, rememberEnrolled } from "./hooks.ts";
import { make } from "./parts.ts";
import { type Phone, openPhone } from "./phone.ts";
import { takeRevoked } from "./revoked.ts";

const world = browser();
/** What the page does once it is an enrolled phone's. */
let enrolled: EnrolledHooks | null = null;

export const openDevice: DeviceModule["openDevice"] = async (token) => {
  document.head.append(make("style"));
  const database = await openDatabase(() => void enrolled?.retire()).catch(() => null);
  if (!database) return saying("no-storage");
  const phone = await openPhone(database, world);
  rememberEnrolled(phone !== null);
  if (phone) return token ? enrolledAlready(phone, database, token) : (enrolled = enrolledHooks(phone));
  if (token) return enrolling(database, token);
  if (!(await takeRevoked())) return saying("lost");
  // Opening it made it anew.
  await database.destroy();
  return saying("gone");
};

/** A phone that can do no more than say why. */
function saying(problem: string): DeviceHooks {
  return { onStart: () => part("scan-device").replaceChildren(make(`problem-${problem}`)), onVerdict: () => {} };
}

/**
 * A phone that is enrolled, and is asked to be once more. Where the server does not know it, it is enrolled anew with the key that it
 * has, and what waits goes out under its new id. Else the office must revoke it first.
 */
function enrolledAlready(phone: Phone, database: Database, token: string): DeviceHooks {
  let hooks: DeviceHooks | null = null;
  return {
    async onStart(page) {
      part("scan-device").replaceChildren(make("enrolling"));
      const end = await phone.send().catch(() => "later");
      hooks = end === "unknown" ? enrolling(database, token) : (enrolled = enrolledHooks(phone));
      await hooks.onStart(page);
      if (end === "done") part("scan-device").prepend(make("problem-enrolled-already"));
      if (end === "later") part("scan-device").prepend(make("problem-no-network"));
    },
    onVerdict: (...drawn) => hooks?.onVerdict(...drawn),
  };
}

/** A phone that is asked to be enrolled; from then on it is. Who says no leaves it what it was. */
function enrolling(database: Database, token: string): DeviceHooks {
  return {
    async onStart(page) {
      await askToEnrol(page.main, async () => {
        const answer = await enrol(token, database, world.send);
        if (typeof answer === "object") settle(answer, page);
        return answer;
      });
      const phone = await openPhone(database, world);
      if (!phone) return;
      enrolled = enrolledHooks(phone);
      await enrolled.onStart(page);
    },
    onVerdict: (...drawn) => enrolled?.onVerdict(...drawn),
  };
}

/** From here on this phone is enrolled, even if its page is closed before the phrase was read. */
function settle({ root }: Device, page: DevicePage): void {
  rememberEnrolled(true);
  void takeRevoked();
  // Lists are fetched anew by the one, and a person may be asked by the other: the phrase does not wait for them.
  if (root) void page.pin(root).catch(() => {});
  void navigator.storage?.persist?.().catch(() => false);
}
