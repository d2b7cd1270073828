import { clone, part } from "./parts.ts";
import { fill } from "./words.ts";

/** The sentences that the page can say beside a verdict; each has its template. */
export const NOTICES = [
  "no-camera-permission",
  "no-camera",
  "camera-failed",
  "insecure",
  "no-keys",
  "keys-expired",
  "foreign-root",
  "storage-full",
  "checking",
  "updating",
  "updated",
  "update-failed",
] as const;
export type Notice = (typeof NOTICES)[number];

/** Says it in the place of whatever was said before; null takes that away. */
export function showNotice(notice: Notice | null): void {
  part("scan-notice").replaceChildren(...(notice ? [clone(`template[data-notice="${notice}"]`)] : []));
}

/** The same to somebody whose button did not do what it says: the next key goes on from there. */
export function showFailure(notice: Notice | null): void {
  showNotice(notice);
  part("scan-notice").focus();
}

/** Says that this phone's clock is wrong, and what time it is. */
export function showClock(isWrong: boolean, time: string): void {
  const line = part("scan-clock");
  line.hidden = !isWrong;
  line.textContent = fill(line.dataset.sentence ?? "", { from: time });
}
