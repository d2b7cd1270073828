/** What a scanned text says before anything in it is believed. */
export type Code = {
  /** The base URL that the text starts with: where a plain camera would send the phone. */
  address: string;
  digits: string;
};

/** Splits `{base address}/v#{digits}`; null for every other text, and for letters beyond ASCII: those that only look alike are the danger. */
export function readCode(text: string): Code | null {
  const match = /^(https?:\/\/[!-"$-~]+)\/v#([0-9]+)$/.exec(text);
  return match ? { address: match[1]!, digits: match[2]! } : null;
}

/** Whether a text begins as the codes of this issuer's address do: its permits', and what enrols a phone. */
export const isOwn = (text: string, address: string): boolean => text.startsWith(`${address}/v#`);

/** The web address that a text would send a plain camera to, its host in ASCII so that look-alike letters show; null for other texts. */
export function destination(text: string): string | null {
  if (!/^https?:/i.test(text.trim())) return null;
  try {
    return new URL(text.trim()).origin;
  } catch {
    return null;
  }
}
