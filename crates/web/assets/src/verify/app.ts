/** The page as an app: kept on the phone, put on the home screen. */
import { part } from "./parts.ts";

/** Chromium's offer to install, which it makes once the page may be (W3C manifest incubations). */
type InstallOffer = Event & { prompt(): Promise<unknown> };

/** A service worker that could not be installed is never ready. */
const PATIENCE = 10_000;
const INSTALLED = "(display-mode: standalone)";
/** Safari's own word for it. */
const onHomeScreen = (): boolean => matchMedia(INSTALLED).matches || (navigator as { standalone?: boolean }).standalone === true;

let offer: InstallOffer | null = null;

/** Has the page and what it names kept for the days without a network. */
export async function keepOffline(worker: string, parts: string[]): Promise<void> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!container) return;
  try {
    await container.register(worker, { scope: "/v" });
    const ready = await Promise.race([container.ready, new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE))]);
    ready?.active?.postMessage(["/v", ...otherLanguages(), ...parts.filter(Boolean)]);
  } catch {
    // A private window, a full disk: the page works while it is open.
  }
}

/** What nobody marks as precious a browser may clear after days; some ask the person first, so it is asked for with the first scan. */
export async function keepForGood(): Promise<void> {
  if (!(await navigator.storage?.persisted?.())) await navigator.storage?.persist?.();
}

const otherLanguages = (): string[] =>
  [...document.querySelectorAll<HTMLAnchorElement>(".header .language a")].map((link) => link.getAttribute("href") ?? "");

/** Shows how to put the page on the home screen, where it is not there yet and the browser can do it. */
export function offerInstalling(): void {
  if (onHomeScreen()) return;
  part("scan-install-by-hand").hidden = !/iPhone|iPad/.test(navigator.userAgent);
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event as InstallOffer;
    part("scan-install").hidden = false;
  });
  addEventListener("appinstalled", () => (part("scan-install").hidden = true));
}

export async function install(): Promise<void> {
  part("scan-install").hidden = true;
  await offer?.prompt().catch(() => {});
}
