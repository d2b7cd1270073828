import { hex } from "./bytes.ts";
import { owned } from "./cose.ts";

export type Purpose = "permit" | "status";

/** A public key, what it may prove, and the second from which on it proves nothing more. */
type TrustedKey = { kid: string; purpose: Purpose; key: CryptoKey; expiresAt: number };

/** The issuer's public keys as `keys.json` gives them, by kid in hexadecimal. */
export type KeySet = {
  /** The issuer's bare host and the address that its codes start with; null where a plain JWK set does not name them. */
  iss: string | null;
  address: string | null;
  keys: Map<string, TrustedKey>;
  /** The second from which on none of them proves anything; a set that no root signed has no end. */
  expiresAt?: number;
  /** When a root signed it. */
  iat?: number;
};

/** SubjectPublicKeyInfo of an uncompressed P-256 point, up to the point's 64 bytes (RFC 5480). */
const SPKI_PREFIX = [
  0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01,
  0x07, 0x03, 0x42, 0x00, 0x04,
];

/**
 * Reads a JWK Set; keys of other kinds are passed over. Null where no permit key is left, so that it replaces nothing good, and
 * where a private key is among them: whoever published that has lost it.
 */
export async function readKeys(json: string): Promise<KeySet | null> {
  const set = parse(json);
  if (!set || !Array.isArray(set.keys)) return null;
  if ((set.keys as unknown[]).some((jwk) => "d" in Object(jwk))) return null;
  const keys: KeySet["keys"] = new Map();
  for (const jwk of set.keys as Record<string, unknown>[]) {
    const read = await readKey(jwk).catch(() => null);
    if (read) keys.set(read.kid, read);
  }
  if (![...keys.values()].some(({ purpose }) => purpose === "permit")) return null;
  const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
  return { iss: text(set.iss), address: text(set.address), keys };
}

/** The keys in a set that a root has signed: those of other kinds are passed over, but one that is broken or private spoils it all. */
export async function readTrustedKeys(values: unknown[]): Promise<KeySet["keys"] | null> {
  const keys: KeySet["keys"] = new Map();
  for (const value of values) {
    const jwk = Object(value) as Record<string, unknown>;
    if ("d" in jwk) return null;
    if (!isOurKind(jwk)) continue;
    const read = await readKey(jwk).catch(() => null);
    if (!read) return null;
    keys.set(read.kid, read);
  }
  return keys;
}

/** A set without purposes is some other software's, and its keys are for permits. */
const isOurKind = ({ kty, crv, alg = "ES256", use = "sig", purpose = "permit" }: Record<string, unknown>): boolean =>
  kty === "EC" && crv === "P-256" && alg === "ES256" && use === "sig" && (purpose === "permit" || purpose === "status");

async function readKey(jwk: Record<string, unknown>): Promise<TrustedKey | null> {
  const { purpose = "permit", exp = Infinity } = jwk;
  if (!isOurKind(jwk) || typeof exp !== "number") return null;
  const { kid, key } = await importKey(jwk);
  return { kid, purpose: purpose as Purpose, key, expiresAt: exp };
}

/** A public P-256 key and its id; rejects where it is none, or goes by another's id. */
export async function importKey(jwk: Record<string, unknown>): Promise<{ kid: string; key: CryptoKey }> {
  const kid = (await fingerprintOf(jwk)).slice(0, 16);
  if (typeof jwk.kid === "string" && hex(base64url(jwk.kid)) !== kid) throw new Error("the kid is another key's");
  const key = await crypto.subtle.importKey("spki", owned(spkiOf(jwk)), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  return { kid, key };
}

/** SHA-256 over the key's SPKI, in hexadecimal. */
export async function fingerprintOf(jwk: Record<string, unknown>): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", owned(spkiOf(jwk)))));
}

function spkiOf({ kty, crv, x, y }: Record<string, unknown>): Uint8Array {
  if (kty !== "EC" || crv !== "P-256" || typeof x !== "string" || typeof y !== "string") throw new Error("no P-256 key");
  const point = [base64url(x), base64url(y)];
  if (point.some(({ length }) => length !== 32)) throw new Error("no P-256 point");
  return new Uint8Array([...SPKI_PREFIX, ...point[0]!, ...point[1]!]);
}

/** The key of this id where it serves this purpose and has not run out. */
export function keyFor(set: KeySet, kid: string, purpose: Purpose, now: number): CryptoKey | null {
  const found = set.keys.get(kid);
  const lives = now < (set.expiresAt ?? Infinity) && now < (found?.expiresAt ?? 0);
  return found?.purpose === purpose && lives ? found.key : null;
}

function base64url(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
}

function parse(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
