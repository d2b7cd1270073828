/** The key set that the issuer's off-line root has signed (`/.well-known/chasqui/keys.cose`), read as `permit::Pinned` reads it in Rust. */
import { hex } from "./bytes.ts";
import { owned, readSign1, verifies } from "./cose.ts";
import { type KeySet, fingerprintOf, importKey, readTrustedKeys } from "./keys.ts";

const TYP = "application/chasqui-key-set+json";
const FINGERPRINT = /^[0-9a-f]{64}$/;

/** What a phone remembers of an issuer's root, so that nobody leads it back or elsewhere. */
export type Pinned = {
  /** Fingerprints: any of these roots may sign the next set. */
  roots: string[];
  /** The set accepted last; there is no way back before it. */
  last: { version: number; hash: string } | null;
};

export type Refusal = "malformed" | "forged" | "foreign-root" | "foreign-issuer" | "older" | "other" | "expired";

export type SignedKeys = KeySet & { iss: string; address: string; iat: number; expiresAt: number };

export type Accepted = { keys: SignedKeys; pinned: Pinned };

type Payload = { iss: string; address: string; version: number; iat: number; exp: number; root: Record<string, unknown>; roots?: string[]; keys: unknown[] };

/**
 * Takes up a set if a pinned root signed it, for this issuer (null: for whomever, the first time), and it is neither older than what
 * was accepted before nor run out. Where the set hands over to other roots, those are pinned from then on.
 */
export async function acceptKeys(pinned: Pinned, bytes: Uint8Array, issuer: string | null, now: number): Promise<Accepted | Refusal> {
  const set = await readSignedKeys(bytes);
  if (typeof set === "string") return set;
  const { keys, root, roots, version } = set;
  if (!pinned.roots.includes(root)) return "foreign-root";
  if (issuer !== null && keys.iss !== issuer) return "foreign-issuer";
  const hash = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", owned(bytes))));
  if (pinned.last && version < pinned.last.version) return "older";
  if (pinned.last?.version === version && pinned.last.hash !== hash) return "other";
  if (keys.expiresAt <= now) return "expired";
  return { keys, pinned: { roots: roots ?? pinned.roots, last: { version, hash } } };
}

type Read = { keys: SignedKeys; root: string; roots: string[] | undefined; version: number };

/** A set that its own root has signed; whether to believe that root is another question. */
async function readSignedKeys(bytes: Uint8Array): Promise<Read | Refusal> {
  const message = readSign1(bytes, TYP);
  const payload = message && parse(message.payload);
  if (!message || !payload) return "malformed";
  const { iss, address, version, iat, exp, roots } = payload;
  const signer = await importKey(payload.root).catch(() => null);
  if (!signer) return "malformed";
  if (signer.kid !== message.kid || !(await verifies(message, signer.key))) return "forged";
  const root = await fingerprintOf(payload.root);
  if (roots && !roots.includes(root)) return "malformed";
  const keys = await readTrustedKeys(payload.keys);
  return keys ? { keys: { iss, address, iat, expiresAt: exp, keys }, root, roots, version } : "malformed";
}

function parse(bytes: Uint8Array): Payload | null {
  try {
    const payload = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as Payload;
    const { iss, address, version, iat, exp, root, roots, keys } = payload;
    const texts = typeof iss === "string" && typeof address === "string";
    const numbers = Number.isSafeInteger(version) && version >= 0 && Number.isSafeInteger(iat) && Number.isSafeInteger(exp);
    const others = roots === undefined || (Array.isArray(roots) && roots.every((one) => FINGERPRINT.test(one)));
    return texts && numbers && others && typeof root === "object" && root !== null && Array.isArray(keys) ? payload : null;
  } catch {
    return null;
  }
}
