import { hex } from "./bytes.ts";
import { type CborMap, decodeStrict, encodeStrict, hasExactly, isBytes, sign1Parts } from "./cbor.ts";

/** COSE header labels (RFC 9052 §3.1, RFC 9596) and the one algorithm in use. */
const ALG = 1;
const KID = 4;
const TYP = 16;
const ES256 = -7;
const KID_BYTES = 8;
const SIGNATURE_BYTES = 64;
/** n ÷ 2 for the order n of P-256 (FIPS 186-4, D.1.2.3): the largest s that we write. */
const HALF_ORDER = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;

/** A COSE_Sign1 message (RFC 9052 §4.2) that is well formed; whether its signature holds is not known yet. */
export type Sign1 = {
  /** The key's id, in hexadecimal. */
  kid: string;
  payload: Uint8Array;
  signature: Uint8Array;
  /** The bytes that the signature covers (`Sig_structure`, RFC 9052 §4.4). */
  signed: Uint8Array;
};

/**
 * Reads `18([protected, {}, payload, signature])` with `protected` = {1: -7, 4: kid} and, for a `typ`, {16: typ} beside them.
 * Null for anything else: a permit has no typ, so a list can never pass as one.
 */
export function readSign1(bytes: Uint8Array, typ?: string): Sign1 | null {
  const parts = sign1Parts(decodeStrict(bytes));
  if (!parts) return null;
  const [header, unprotected, payload, signature] = parts;
  if (!isBytes(header) || !isBytes(payload) || !isBytes(signature, SIGNATURE_BYTES)) return null;
  if (!(unprotected instanceof Map) || unprotected.size !== 0) return null;
  const kid = readHeader(header, typ);
  if (!kid) return null;
  return { kid, payload, signature, signed: encodeStrict(["Signature1", header, new Uint8Array(), payload]) };
}

function readHeader(bytes: Uint8Array, typ?: string): string | null {
  const header = decodeStrict(bytes);
  if (!(header instanceof Map) || !hasExactly(header as CborMap, typ === undefined ? [ALG, KID] : [ALG, KID, TYP])) return null;
  const kid: unknown = header.get(KID);
  return header.get(ALG) === ES256 && header.get(TYP) === typ && isBytes(kid, KID_BYTES) ? hex(kid) : null;
}

/**
 * True where the signature is the key's over exactly these bytes. With (r, s) ECDSA would also take (r, n − s); only the lower s
 * counts, so that no byte of a signed thing can change.
 */
export async function verifies(message: Sign1, key: CryptoKey): Promise<boolean> {
  if (BigInt(`0x${hex(message.signature.subarray(SIGNATURE_BYTES / 2))}`) > HALF_ORDER) return false;
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, owned(message.signature), owned(message.signed));
}

/** WebCrypto wants an array over its own buffer; a decoded one is a window on a larger buffer. */
export function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
