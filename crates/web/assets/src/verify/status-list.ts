import { readBounded } from "./bytes.ts";
import { decodeStrict, hasExactly, isBytes, isCount } from "./cbor.ts";
import { owned, readSign1, verifies } from "./cose.ts";
import { type KeySet, keyFor } from "./keys.ts";

const TYP = "application/statuslist+cwt";
const SUB = 2;
const EXP = 4;
const IAT = 6;
const STATUS_LIST = 65533;
const TTL = 65534;
const BITS = 2;
/** Four MiB is 16 million permits in one list; a phone should not be made to unpack more. */
const MOST_BYTES = 4 * 1024 * 1024;

export type Status = "valid" | "revoked" | "suspended";

/** An IETF Token Status List whose signature, issuer and place have been checked. */
export type StatusList = { iat: number; exp: number; ttl: number; bits: Uint8Array };

/** Reads and verifies the list that must be `https://{iss}/status/{list}`; null where anything is wrong with it. */
export async function readStatusList(bytes: Uint8Array, iss: string, list: number, keys: KeySet, now: number): Promise<StatusList | null> {
  const message = readSign1(bytes, TYP);
  const key = message && keyFor(keys, message.kid, "status", now);
  if (!message || !key || !(await verifies(message, key))) return null;

  const claims = decodeStrict(message.payload);
  if (!(claims instanceof Map) || !hasExactly(claims, [SUB, EXP, IAT, STATUS_LIST, TTL])) return null;
  const [exp, iat, ttl, body] = [EXP, IAT, TTL, STATUS_LIST].map((claim): unknown => claims.get(claim));
  if (claims.get(SUB) !== `https://${iss}/status/${list}` || !isCount(exp) || !isCount(iat) || !isCount(ttl)) return null;
  if (!(body instanceof Map) || !hasExactly(body, ["bits", "lst"]) || body.get("bits") !== BITS) return null;
  const packed: unknown = body.get("lst");
  const bits = isBytes(packed) ? await inflate(packed) : null;
  return bits && { iat, exp, ttl, bits };
}

/**
 * What the list says of a permit: two bits each, the first in the lowest bits of a byte. Null past the list's end.
 * The value 3 has no meaning here, so it counts as revoked: a reader never calls good what it does not understand.
 */
export function statusAt(list: StatusList, index: number): Status | null {
  const byte = list.bits[Math.floor(index / 4)];
  if (byte === undefined) return null;
  return (["valid", "revoked", "suspended", "revoked"] as const)[(byte >> ((index % 4) * BITS)) & 3]!;
}

/** Null too where the browser cannot unpack (Safari before 16.4): its verdicts say that there is no list. */
async function inflate(packed: Uint8Array): Promise<Uint8Array | null> {
  if (typeof DecompressionStream === "undefined") return null;
  return readBounded(new Blob([owned(packed)]).stream().pipeThrough(new DecompressionStream("deflate")), MOST_BYTES);
}
