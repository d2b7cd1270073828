/**
 * Where the enrolled phone's own script takes hold of the page. It is a bundle of its own (`v-device.js`), which only a phone that is
 * enrolled, or about to be, ever loads: a stranger's camera pays nothing for it.
 */
import { clone, part } from "../verify/parts.ts";
import type { Check } from "../verify/verdict.ts";

/** What the page lends to the enrolled phone. */
export type DevicePage = {
  /** `<main id="scanner">`. */
  main: HTMLElement;
  /** Checks a text as if it had just been scanned, and shows the verdict; `onVerdict` hears of it as of any other. */
  present(text: string): Promise<void>;
  /** The root that this phone trusts from now on, in place of the one it met first: 64 hexadecimal digits. */
  pin(root: string): Promise<void>;
  /** Seconds since 1970, right even where the phone's clock is known to be wrong. */
  now(): number;
};

export type DeviceHooks = {
  /** Once, when the page has opened: the enrolment that its address asked for, the outbox, what `#scan-device` holds. */
  onStart(page: DevicePage): void | Promise<void>;
  /**
   * After each verdict drawn in the app (never one that a plain camera opened). `before` is null for a new scan; where the same scan
   * is drawn anew it is what was shown last, and the section's `[data-slot=device]` is the very element of that drawing.
   */
  onVerdict(check: Check, text: string, section: HTMLElement, before: Check | null): void;
};

/** What `v-device.js` exports; null where this phone turns out not to be enrolled and nothing asks for it. */
export type DeviceModule = { openDevice(token: string | null): Promise<DeviceHooks | null> };

const ENROLLED = "chasqui-device";
/** How an enrolment code's address ends: `/v#enrol=<token>`. */
export const ENROLMENT = "#enrol=";
const TOKEN = /^#enrol=([A-Za-z0-9_-]{1,200})$/;

/** Told by the device's script: that there is something to load at the next opening. */
export function rememberEnrolled(enrolled: boolean): void {
  try {
    if (enrolled) localStorage.setItem(ENROLLED, "yes");
    else localStorage.removeItem(ENROLLED);
  } catch {
    // A browser that keeps nothing here forgets it; what is in its database stays.
  }
}

/** Takes the token out of the address, so that neither the address bar nor the history keeps it; null where it carries none. */
export function takeToken(where: Location, history: History): string | null {
  const token = TOKEN.exec(where.hash)?.[1];
  if (where.hash.startsWith(ENROLMENT)) history.replaceState(null, "", where.pathname + where.search);
  return token ?? null;
}

/** Whether a scanned text is an enrolment code of this very address: the app opens it, and the page asks. */
export const isEnrolment = (text: string): boolean => text.startsWith(`${location.origin}/v${ENROLMENT}`);

/** The hooks of an enrolled phone; null on any other, without a byte fetched. */
export async function loadDevice(script: string): Promise<DeviceHooks | null> {
  const token = takeToken(location, history);
  try {
    if (localStorage.getItem(ENROLLED) !== "yes" && !token) return null;
    const module = (await import(script)) as DeviceModule;
    return await module.openDevice(token);
  } catch {
    return token ? { onStart: () => part("scan-device").replaceChildren(clone('template[data-device="problem-no-network"]')), onVerdict: () => {} } : null;
  }
}
