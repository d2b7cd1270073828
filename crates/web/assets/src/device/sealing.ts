/** A record as it lies on the phone: nothing of it can be read without the key. */
export type Sealed = { id: string; iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer };

const IV_BYTES = 12;
/** Records are padded to a multiple of this, so that their length does not tell a verdict. */
const GRAIN = 256;

/** Seals a value with AES-GCM under a fresh IV; its id is bound to it, so that no record passes for another. */
export async function seal(key: CryptoKey, id: string, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const text = JSON.stringify(value);
  const padded = text.padEnd(Math.ceil(text.length / GRAIN) * GRAIN);
  return { id, iv, sealed: await crypto.subtle.encrypt(cipher(iv, id), key, bytes(padded)) };
}

/** What was sealed; null where a byte of it has changed or the key is another. */
export async function unseal<T>(key: CryptoKey, { id, iv, sealed }: Sealed): Promise<T | null> {
  try {
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(cipher(iv, id), key, sealed))) as T;
  } catch {
    return null;
  }
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const cipher = (iv: Uint8Array<ArrayBuffer>, id: string): AesGcmParams => ({ name: "AES-GCM", iv, additionalData: bytes(id) });
