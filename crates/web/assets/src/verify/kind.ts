/** What a code is that is not a permit, so that the screen can name it and say what to do. */
import { destination } from "./code.ts";

export const KINDS = ["damaged", "own", "address", "contact", "wifi", "health", "boarding", "payment", "text"] as const;
export type Kind = (typeof KINDS)[number];

/** How each begins, in the words of its own standard. A permit's text is none of these. */
const BEGINNINGS: [RegExp, Kind][] = [
  // RFC 6350, and the short form of Japanese phones.
  [/^(?:BEGIN:VCARD|MECARD:)/i, "contact"],
  // WPA3 specification, 7.1.
  [/^WIFI:/i, "wifi"],
  // EU Digital COVID Certificate (HC1:), and SMART Health Cards.
  [/^(?:HC1:|shc:\/)/, "health"],
  // IATA resolution 792: format code M, one to four legs, the name in 20 places, E for an electronic ticket, booking, airports.
  [/^M[1-4].{20}[E ][A-Z0-9 ]{7}[A-Z]{6}/, "boarding"],
  // EMV QR Code, merchant-presented: payload format indicator 00, length 02, value 01.
  [/^000201/, "payment"],
];

/** Names what a text is; `own` is the origin of the permits that this phone checks. */
export function kindOf(text: string, own: string | null): Kind {
  const address = destination(text);
  if (address === null) return BEGINNINGS.find(([beginning]) => beginning.test(text.trim()))?.[1] ?? "text";
  if (address !== own) return "address";
  return new URL(text.trim()).pathname.endsWith("/v") ? "damaged" : "own";
}
