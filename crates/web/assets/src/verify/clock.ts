/**
 * What time it is. A phone's clock may be hours off, and dates decide verdicts: the server's `Date` puts it right on line, and off line
 * it is never earlier than the newest thing that the issuer has signed.
 */

/** A clock that is off by more than this is said to be wrong, in seconds. */
const WRONG = 300;

/** The server's time less the phone's. */
let correction: number | null = null;
let notBefore = 0;

const phone = (): number => Math.floor(Date.now() / 1000);

/** Seconds since 1970, as well as this page knows. */
export const now = (): number => (correction === null ? Math.max(notBefore, phone()) : phone() + correction);

/** The phone's clock is so many seconds ahead (or behind, below zero) that it must be said; null where it is right, for all we know. */
export function clockError(): number | null {
  const error = phone() - now();
  return Math.abs(error) > WRONG ? error : null;
}

/** The `Date` of an answer that has just come. */
export function heardServer(date: string | null): void {
  const at = Date.parse(date ?? "");
  if (!Number.isNaN(at)) correction = Math.floor(at / 1000) - phone();
}

/** When something was signed that this phone has verified. */
export function sawSigned(iat: number): void {
  notBefore = Math.max(notBefore, iat);
}
