/** How many decimal digits stand for a group of n bytes: seven bytes make 17 digits, a shorter last group the fewest that hold it. */
const WIDTHS = [0, 3, 5, 8, 10, 13, 15, 17];
const GROUP = 7;
const FULL_WIDTH = 17;
/** Longer than any QR code holds (version 40-L, numeric). */
const MOST_DIGITS = 7089;

/** The bytes that a permit's digits stand for, or null where they deviate in any way from what a writer would write. */
export function decodeDigits(digits: string): Uint8Array | null {
  if (digits.length === 0 || digits.length > MOST_DIGITS || !/^[0-9]+$/.test(digits)) return null;
  const whole = Math.floor(digits.length / FULL_WIDTH);
  const tail = WIDTHS.indexOf(digits.length % FULL_WIDTH);
  if (tail < 0) return null;

  const bytes = new Uint8Array(whole * GROUP + tail);
  for (let group = 0; group <= whole; group++) {
    const count = group < whole ? GROUP : tail;
    const start = group * FULL_WIDTH;
    if (count > 0 && !putGroup(bytes, group * GROUP, count, digits.slice(start, start + WIDTHS[count]!))) return null;
  }
  return bytes;
}

function putGroup(bytes: Uint8Array, at: number, count: number, digits: string): boolean {
  let value = BigInt(digits);
  for (let i = at + count - 1; i >= at; i--) {
    bytes[i] = Number(value & 255n);
    value >>= 8n;
  }
  return value === 0n;
}
