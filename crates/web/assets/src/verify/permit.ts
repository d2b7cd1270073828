import { hex } from "./bytes.ts";
import { decodeStrict, hasExactly, isBytes, isCount } from "./cbor.ts";
import { type Sign1, readSign1 } from "./cose.ts";
import { decodeDigits } from "./digits.ts";

/** CWT claims (RFC 8392 §3.1) and the one private claim `[type, list, index, field…]`. */
const ISS = 1;
const EXP = 4;
const NBF = 5;
const CTI = 7;
const PERMIT = -65537;
const CTI_BYTES = 16;

/** A field as the permit carries it: a text, a count, or null where the question was not answered. */
export type Field = string | number | bigint | null;

export type Permit = {
  iss: string;
  /** Seconds since 1970; the permit holds while `nbf ≤ now < exp`. */
  nbf: number;
  exp: number;
  /** The permit's own id, in hexadecimal. */
  cti: string;
  type: number;
  list: number;
  index: number;
  fields: Field[];
  message: Sign1;
};

/** The permit that the digits stand for, its signature not yet checked; null where anything deviates from the format. */
export function readPermit(digits: string): Permit | null {
  const bytes = decodeDigits(digits);
  const message = bytes && readSign1(bytes);
  const claims = message && decodeStrict(message.payload);
  if (!(claims instanceof Map) || !hasExactly(claims, [ISS, EXP, NBF, CTI, PERMIT])) return null;

  const [iss, exp, nbf, cti, body] = [ISS, EXP, NBF, CTI, PERMIT].map((claim): unknown => claims.get(claim));
  if (typeof iss !== "string" || !isTime(exp) || !isTime(nbf) || !isBytes(cti, CTI_BYTES)) return null;
  if (!Array.isArray(body)) return null;
  const [type, list, index, ...fields] = body as unknown[];
  if (!isSmall(type) || !isSmall(list) || !isSmall(index) || !fields.every(isField)) return null;
  return { iss, nbf, exp, cti: hex(cti), type, list, index, fields, message: message! };
}

/** Seconds up to the end of the year 9999. */
const isTime = (value: unknown): value is number => isCount(value) && value < 253_402_207_201;
const isSmall = (value: unknown): value is number => isCount(value) && value <= 0xffff_ffff;
/** Counts beyond 2^53 come as bigint, which is never negative here: CBOR has those as another type. */
const isField = (value: unknown): value is Field =>
  value === null || typeof value === "string" || isCount(value) || (typeof value === "bigint" && value > 0n);
