/** What WebAuthn's questions and answers look like in JSON, with bytes in base64url; older browsers do not write it themselves. */
import { base64url } from "../device/base64url.ts";

/** What each of our questions has; the rest is handed to the browser as it is. */
interface Question {
  challenge: string;
  user?: { id: string };
  excludeCredentials?: { id: string }[];
  allowCredentials?: { id: string }[];
}

/** The server's question as `navigator.credentials` takes it. */
export function question<Options>(json: string): Options {
  const { publicKey } = JSON.parse(json) as { publicKey: Question };
  const withBytes = (known: { id: string }) => ({ ...known, id: bytes(known.id) });
  return {
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      ...(publicKey.user && { user: withBytes(publicKey.user) }),
      ...(publicKey.excludeCredentials && { excludeCredentials: publicKey.excludeCredentials.map(withBytes) }),
      ...(publicKey.allowCredentials && { allowCredentials: publicKey.allowCredentials.map(withBytes) }),
    },
  } as Options;
}

/** What the browser answers, for the server. What extensions say is left out: nothing goes by it. */
export function answer({ id, rawId, type, response }: PublicKeyCredential): string {
  return JSON.stringify({ id, rawId: text(rawId), type, response: "signature" in response ? signed(response) : made(response) });
}

function signed(response: AuthenticatorResponse): object {
  const { clientDataJSON, authenticatorData, signature, userHandle } = response as AuthenticatorAssertionResponse;
  return {
    clientDataJSON: text(clientDataJSON),
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle && text(userHandle),
  };
}

function made(response: AuthenticatorResponse): object {
  const { clientDataJSON, attestationObject } = response as AuthenticatorAttestationResponse;
  return { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) };
}

const text = (buffer: ArrayBuffer): string => base64url(new Uint8Array(buffer));

function bytes(text: string): Uint8Array {
  const letters = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}
