import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, question } from "./json.ts";

const buffer = (...bytes: number[]) => Uint8Array.from(bytes).buffer;

test("a question's bytes are bytes, and the rest stays as it was asked", () => {
  const asked = {
    challenge: "-_8A",
    timeout: 300000,
    user: { id: "AQI", name: "olga@oficina.test" },
    excludeCredentials: [{ id: "Aw", type: "public-key" }],
    pubKeyCredParams: [{ alg: -7, type: "public-key" }],
  };
  assert.deepEqual(question(JSON.stringify({ publicKey: asked })), {
    publicKey: {
      ...asked,
      challenge: Uint8Array.of(251, 255, 0),
      user: { ...asked.user, id: Uint8Array.of(1, 2) },
      excludeCredentials: [{ id: Uint8Array.of(3), type: "public-key" }],
    },
  });
  const shown = { challenge: "AA", rpId: "permisos.test", allowCredentials: [{ id: "_w", type: "public-key" }] };
  assert.deepEqual(question(JSON.stringify({ publicKey: shown })), {
    publicKey: { challenge: Uint8Array.of(0), rpId: "permisos.test", allowCredentials: [{ id: Uint8Array.of(255), type: "public-key" }] },
  });
});

test("an answer is written with its bytes in base64url, whether something was made or signed", () => {
  const common = { id: "Aw", rawId: buffer(3), type: "public-key" };
  const made = { ...common, response: { clientDataJSON: buffer(251, 255), attestationObject: buffer(0) } };
  assert.deepEqual(JSON.parse(answer(made as unknown as PublicKeyCredential)), {
    id: "Aw", rawId: "Aw", type: "public-key",
    response: { clientDataJSON: "-_8", attestationObject: "AA" },
  });
  for (const [userHandle, written] of [[null, null], [buffer(1), "AQ"]]) {
    const signed = { ...common, response: { clientDataJSON: buffer(1), authenticatorData: buffer(2), signature: buffer(3), userHandle } };
    assert.deepEqual(JSON.parse(answer(signed as unknown as PublicKeyCredential)).response, {
      clientDataJSON: "AQ", authenticatorData: "Ag", signature: "Aw", userHandle: written,
    });
  }
});
