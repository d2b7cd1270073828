import { clone, part } from "./screen.ts";

/** The sentences that the page can say beside a verdict; each has its template. */
export const NOTICES = [
  "no-camera-permission",
  "no-camera",
  "camera-failed",
  "insecure",
  "no-keys",
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
