/** An issuer for tests: it signs whatever it is told to, well formed or not. */
import { deflateSync } from "node:zlib";
import { encodeStrict, tagSign1 } from "./cbor.ts";
import { readDescription } from "./description.ts";
import { type Purpose, readKeys } from "./keys.ts";
import { readStatusList } from "./status-list.ts";
import type { Trust } from "./trust.ts";

export const NOW = 1_794_000_000;
export const ISS = "permisos.gob.pe";
export const ADDRESS = `https://${ISS}`;
export const LIST_TYP = "application/statuslist+cwt";
export const DESCRIPTION_TYP = "application/chasqui-permit-description+json";

export type Signer = { kid: Uint8Array; fingerprint: string; jwk: Record<string, unknown>; sign: (bytes: Uint8Array) => Promise<Uint8Array> };

export async function signer(purpose: Purpose): Promise<Signer> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const spki = await crypto.subtle.exportKey("spki", pair.publicKey);
  const digest = Buffer.from(await crypto.subtle.digest("SHA-256", spki));
  const [kid, fingerprint] = [new Uint8Array(digest.subarray(0, 8)), digest.toString("hex")];
  const jwk = { kty, crv, x, y, kid: Buffer.from(kid).toString("base64url"), alg: "ES256", use: "sig", purpose };
  const sign = async (bytes: Uint8Array): Promise<Uint8Array> => {
    const signature = new Uint8Array(await crypto.subtle.sign(algorithm, pair.privateKey, new Uint8Array(bytes)));
    return sOf(signature) > ORDER / 2n ? otherHalf(signature) : signature;
  };
  return { kid, fingerprint, jwk, sign };
}

/** The order of P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const sOf = (signed: Uint8Array): bigint => BigInt(`0x${Buffer.from(signed.slice(-32)).toString("hex")}`);

/** The same with n − s for the s at its end: ECDSA's other signature of the same bytes. */
export const otherHalf = (signed: Uint8Array): Uint8Array =>
  Uint8Array.of(...signed.slice(0, -32), ...Buffer.from((ORDER - sOf(signed)).toString(16).padStart(64, "0"), "hex"));

export async function sign1(by: Signer, payload: Uint8Array, typ?: string, header = new Map<number, unknown>([[1, -7], [4, by.kid]])): Promise<Uint8Array> {
  if (typ) header.set(16, typ);
  const protectedBytes = encodeStrict(header);
  const signature = await by.sign(encodeStrict(["Signature1", protectedBytes, new Uint8Array(), payload]));
  // A copy: in Node cborg hands out a Buffer, whose slice() shares its bytes with the next case.
  return new Uint8Array(encodeStrict(tagSign1([protectedBytes, new Map(), payload, signature])));
}

export const FIELDS = ["María Quispe Huamán", "5678", null, "health", 3];

export function claims(changes: [number, unknown][] = []): Map<number, unknown> {
  const base: [number, unknown][] = [
    [1, ISS], [4, NOW + 3600], [5, NOW - 3600], [7, new Uint8Array(16).fill(9)], [-65537, [1, 12, 6, ...FIELDS]],
  ];
  return new Map([...base, ...changes]);
}

export const permit = async (by: Signer, changes: [number, unknown][] = []): Promise<Uint8Array> => sign1(by, encodeStrict(claims(changes)));

export const code = (bytes: Uint8Array, address = ADDRESS): string => `${address}/v#${encodeDigits(bytes)}`;

/** The writer's half of digits.ts, straight from the rule. */
export function encodeDigits(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 7) {
    const group = bytes.slice(at, at + 7);
    const value = group.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    text += value.toString().padStart([0, 3, 5, 8, 10, 13, 15, 17][group.length]!, "0");
  }
  return text;
}

/** A list of four permits a byte with one status set. */
export async function statusList(by: Signer, { index = 6, status = 0, iat = NOW - 60, exp = NOW + 86_400, ttl = 300, list = 12, iss = ISS } = {}): Promise<Uint8Array> {
  const bits = new Uint8Array(16);
  bits[index >> 2] = status << ((index % 4) * 2);
  const body = new Map<string, unknown>([["bits", 2], ["lst", new Uint8Array(deflateSync(bits))]]);
  const payload = new Map<number, unknown>([[2, `https://${iss}/status/${list}`], [4, exp], [6, iat], [65533, body], [65534, ttl]]);
  return sign1(by, encodeStrict(payload), LIST_TYP);
}

export const DESCRIPTION = {
  iss: ISS, type: 1, service: "transit-permit", iat: NOW - 999, languages: ["es", "en"],
  title: { es: "Pase de tránsito", en: "Transit permit" },
  fields: [
    { id: "name", role: "holder", label: { es: "Nombre", en: "Name" } },
    { id: "document", role: "document", form: "last-four", label: { es: "Documento", en: "Document" } },
    { id: "plate", role: "vehicle", label: { es: "Placa", en: "Plate" } },
    { id: "reason", role: "detail", label: { es: "Motivo", en: "Reason" }, values: { health: { es: "Salud", en: "Health" } } },
  ],
  conditions: { es: ["Lleva tu documento."], en: ["Carry your document."] },
};

export const description = (by: Signer, changes: object = {}): Promise<Uint8Array> =>
  sign1(by, new TextEncoder().encode(JSON.stringify({ ...DESCRIPTION, ...changes })), DESCRIPTION_TYP);

export const keysJson = (signers: Signer[], extra: object = { iss: ISS, address: ADDRESS }): string =>
  JSON.stringify({ ...extra, keys: signers.map(({ jwk }) => jwk) });

export const KEYS_TYP = "application/chasqui-key-set+json";

/** The same keys as a root vouches for them. */
export const signedKeys = (root: Signer, signers: Signer[], changes: object = {}): Promise<Uint8Array> => {
  const { purpose, alg, use, ...jwk } = root.jwk;
  const base = { iss: ISS, address: ADDRESS, version: 1, iat: NOW - 60, exp: NOW + 7 * 86_400, root: jwk, keys: signers.map((one) => one.jwk) };
  return sign1(root, new TextEncoder().encode(JSON.stringify({ ...base, ...changes })), KEYS_TYP);
};

export type World = { permits: Signer; status: Signer; trust: Trust };

/** An issuer and a phone that trusts it, with one description and, unless told otherwise, one list. */
export async function world(list: Parameters<typeof statusList>[1] | null = {}): Promise<World> {
  const permits = await signer("permit");
  const status = await signer("status");
  const keys = (await readKeys(keysJson([permits, status])))!;
  const trust: Trust = { keys, descriptions: new Map(), lists: new Map() };
  trust.descriptions.set(1, (await readDescription(await description(status), ISS, 1, keys, NOW))!);
  if (list) trust.lists.set(12, (await readStatusList(await statusList(status, list), ISS, 12, keys, NOW))!);
  return { permits, status, trust };
}
