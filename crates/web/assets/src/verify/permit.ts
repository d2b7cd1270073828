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
export type Field = string | number | null;

export type Permit = {
  iss: string;
  /** Seconds since 1970; the permit holds while `nbf ≤ now < exp`. */
  nbf: number;
  exp: number;
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
  if (typeof iss !== "string" || iss === "" || !isCount(exp) || !isCount(nbf) || !isBytes(cti, CTI_BYTES)) return null;
  if (!Array.isArray(body)) return null;
  const [type, list, index, ...fields] = body as unknown[];
  if (!isCount(type) || !isCount(list) || !isCount(index) || !fields.every(isField)) return null;
  return { iss, nbf, exp, type, list, index, fields, message: message! };
}

const isField = (value: unknown): value is Field => value === null || typeof value === "string" || isCount(value);
