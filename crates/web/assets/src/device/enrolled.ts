/** What an enrolled phone does with the page: its part of the first screen and of each verdict, and the sending behind them. */
import { part } from "../verify/parts.ts";
import { readSettings } from "../verify/settings.ts";
import { words } from "../verify/words.ts";
import { type Bar, type Reported, openBar } from "./bar.ts";
import { type Home, openHome, several } from "./home.ts";
import { type DeviceHooks, type DevicePage, rememberEnrolled } from "./hooks.ts";
import type { Wanted } from "./look-up.ts";
import { type Moment, momentOf } from "./moment.ts";
import { make } from "./parts.ts";
import { newId } from "./new-id.ts";
import type { Phone } from "./phone.ts";
import { type Postman, openPostman } from "./postman.ts";
import { openPlaces } from "./place.ts";
import type { Incident, Scan } from "./records.ts";
import { takeRevoked } from "./revoked.ts";
import { openScans } from "./scans.ts";

/** What an enrolled phone does, and what becomes of it when another tab or the service worker has heard that the office revoked it. */
export type EnrolledHooks = DeviceHooks & { retire(): Promise<void> };

export function enrolledHooks(phone: Phone): EnrolledHooks {
  const { sentences, timeZone } = readSettings();
  const inWords = words(sentences, timeZone);
  const places = openPlaces(navigator.geolocation, Date.now);
  const scans = openScans(newId);
  let page: DevicePage;
  let home: Home;
  let postman: Postman | undefined;
  let bar: Bar | null = null;
  let isGone = false;
  /** The verdict that is being shown, or is on the screen, comes of a look-up: the office has it on record already. */
  let isLookUp = false;
  let moment: Moment;

  return { onStart, onVerdict, retire };

  async function onStart(its: DevicePage): Promise<void> {
    page = its;
    postman = openPostman(phone, () => home.show(), retire);
    home = openHome(phone, inWords, Date.now, { send: () => void postman!.now(), find, usePlace });
    document.addEventListener("visibilitychange", () => void (document.hidden || isGone || home.show()));
    await home.show();
    if (phone.place()) void places.look();
    await postman!.now();
  }

  function onVerdict(...[check, text, section, before]: Parameters<DeviceHooks["onVerdict"]>): void {
    if (isGone) return;
    const now = momentOf(Date.now(), page.now());
    if (before) bar?.update({ check, text, moment });
    else bar = openBar(section.querySelector("[data-slot=device]")!, phone, { check, text, moment: (moment = now) }, () => inWords.local(page.now()).time, report);
    const scan = isLookUp ? null : scans.of(check, text, before !== null, now, phone.place() ? places.last(now.scanned_at) : null);
    if (scan) void keep(scan, bar);
  }

  async function keep(scan: Scan, bar: Bar | null): Promise<void> {
    const keeping = await phone.keepScan(scan);
    if (keeping !== "kept") bar?.notKept(keeping === "broken" ? "broken" : "full");
    if (phone.place() && !places.last(Date.now())) void places.look();
    await home.show();
    postman!.soon();
  }

  async function report(incident: Incident): Promise<Reported> {
    const keeping = await phone.keepIncident(incident);
    if (keeping !== "kept") return keeping === "broken" ? "broken" : "failed";
    await postman!.now();
    if (isGone || !(await phone.isWaiting(incident.id))) return "sent";
    if (phone.isRefused(incident.id)) return "refused";
    return phone.isUnknown() ? "unknown" : "kept";
  }

  async function find(wanted: Wanted): Promise<Node | null> {
    const found = await phone.find(wanted);
    if (found === "gone") return void (await retire()), null;
    if (typeof found === "string") return make(`find-${found}`);
    if (found.length === 0) return make("find-none");
    if (found.length > 1) return several(found, (code) => void present(code));
    return void (await present(found[0]!.code)), null;
  }

  /** A look-up is shown by the very same way as a scan: what the phone cannot verify, it does not believe the office either. */
  async function present(code: string): Promise<void> {
    isLookUp = true;
    await page.present(code).finally(() => (isLookUp = false));
  }

  async function usePlace(wanted: boolean): Promise<boolean> {
    const allowed = wanted && (await places.look());
    if (!allowed) places.forget();
    if (allowed === wanted) await phone.allowPlace(allowed);
    return allowed;
  }

  /** The office wants this phone no more: it forgets all, and is a stranger's from now on. A verdict on the screen stays there. */
  async function retire(): Promise<void> {
    if (isGone) return;
    isGone = true;
    postman?.stop();
    rememberEnrolled(false);
    await phone.forget().catch(() => {});
    await takeRevoked();
    for (const place of [part("scan-device"), document.querySelector("#scan-verdict [data-slot=device]")]) place?.replaceChildren(make("problem-gone"));
  }
}
