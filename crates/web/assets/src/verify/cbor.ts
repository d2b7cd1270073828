import { Tagged, decode, encode, rfc8949EncodeOptions } from "cborg";

export type CborMap = Map<unknown, unknown>;

const SIGN1_TAG = 18;

/**
 * Decodes deterministic CBOR (RFC 8949 §4.2.1) and nothing else: what was read is written again and must come out as the same
 * bytes, so that no byte can change without the reader noticing. Null for everything that deviates.
 */
export function decodeStrict(bytes: Uint8Array): unknown {
  try {
    const value: unknown = decode(bytes, {
      strict: true,
      allowIndefinite: false,
      allowUndefined: false,
      allowNaN: false,
      allowInfinity: false,
      rejectDuplicateMapKeys: true,
      useMaps: true,
      tags: Tagged.preserve(SIGN1_TAG),
    });
    return sameBytes(encodeStrict(value), bytes) ? value : null;
  } catch {
    return null;
  }
}

export function encodeStrict(value: unknown): Uint8Array {
  return encode(value, rfc8949EncodeOptions);
}

/** The array of four inside tag 18, or null. */
export function sign1Parts(value: unknown): unknown[] | null {
  const inside = value instanceof Tagged && value.tag === SIGN1_TAG ? (value.value as unknown) : null;
  return Array.isArray(inside) && inside.length === 4 ? inside : null;
}

export function tagSign1(parts: unknown[]): unknown {
  return new Tagged(SIGN1_TAG, parts);
}

/** True where the map has these keys and no other. */
export function hasExactly(map: CborMap, keys: unknown[]): boolean {
  return map.size === keys.length && keys.every((key) => map.has(key));
}

export const isBytes = (value: unknown, length?: number): value is Uint8Array =>
  value instanceof Uint8Array && (length === undefined || value.length === length);

export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
