import type { Database } from "./database.ts";

/** The phone's two keys. The browser signs and seals with them, and gives neither to anybody, this page included. */
export type Keys = { signing: CryptoKey; public: CryptoKey; sealing: CryptoKey };

/** The public key as a JWK (RFC 7517), with nothing in it that the server does not need. */
export type PublicJwk = { kty: "EC"; crv: "P-256"; x: string; y: string };

const SIGNING = { name: "ECDSA", namedCurve: "P-256" } as const;
const SEALING = { name: "AES-GCM", length: 256 } as const;

export async function readKeys(database: Database): Promise<Keys | null> {
  const [signing, publicKey, sealing] = await Promise.all(
    ["signing", "public", "sealing"].map((name) => database.get<CryptoKey>("keys", name)),
  );
  return signing && publicKey && sealing ? { signing, public: publicKey, sealing } : null;
}

/** The keys there are, or new ones: a phone whose enrolment was broken off comes again with the same key. */
export async function readOrMakeKeys(database: Database): Promise<Keys> {
  const kept = await readKeys(database);
  if (kept) return kept;
  const pair = await crypto.subtle.generateKey(SIGNING, false, ["sign", "verify"]);
  const sealing = await crypto.subtle.generateKey(SEALING, false, ["encrypt", "decrypt"]);
  await database.put("keys", "signing", pair.privateKey);
  await database.put("keys", "public", pair.publicKey);
  await database.put("keys", "sealing", sealing);
  return { signing: pair.privateKey, public: pair.publicKey, sealing };
}

export async function publicJwk(keys: Keys): Promise<PublicJwk> {
  const { x, y } = await crypto.subtle.exportKey("jwk", keys.public);
  return { kty: "EC", crv: "P-256", x: x!, y: y! };
}

/** An ES256 signature, r‖s. */
export async function sign(keys: Keys, text: string): Promise<Uint8Array> {
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, keys.signing, new TextEncoder().encode(text));
  return new Uint8Array(signature);
}
