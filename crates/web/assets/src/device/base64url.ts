/** Base64url without padding (RFC 4648 §5), as JOSE writes bytes. */
export function base64url(bytes: Uint8Array): string {
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

export const base64urlOfText = (text: string): string => base64url(new TextEncoder().encode(text));
