import assert from "node:assert/strict";
import { test } from "node:test";
import "./testing.ts";
import { openDatabase } from "./database.ts";
import { publicJwk, readKeys, readOrMakeKeys } from "./keystore.ts";
import { seal, unseal } from "./sealing.ts";

test("the phone keeps its keys over a restart, and nobody gets them out", async () => {
  const database = await openDatabase();
  assert.equal(await readKeys(database), null);
  const made = await readOrMakeKeys(database);
  const again = await readOrMakeKeys(await openDatabase());
  assert.deepEqual(await publicJwk(again), await publicJwk(made));
  for (const keys of [made, again]) {
    for (const [key, formats] of [[keys.signing, ["pkcs8", "jwk"]], [keys.sealing, ["raw", "jwk"]]] as const) {
      assert.equal(key.extractable, false);
      for (const format of formats) await assert.rejects(crypto.subtle.exportKey(format, key), { name: /^InvalidAccess/ }, format);
    }
  }
  assert.deepEqual(Object.keys(await publicJwk(made)), ["kty", "crv", "x", "y"], "nothing of the private half");
  await database.destroy();
});

test("a sealed record opens under its own key and id alone, unchanged; two seals of the same differ", async () => {
  const database = await openDatabase();
  const { sealing } = await readOrMakeKeys(database);
  const value = { cti: "09".repeat(16), verdict: "valid" };
  const [one, two] = [await seal(sealing, "a", value), await seal(sealing, "a", value)];
  assert.deepEqual(await unseal(sealing, one), value);
  assert.notDeepEqual([...one.iv], [...two.iv]);
  assert.equal(one.sealed.byteLength, (await seal(sealing, "a", { ...value, verdict: "unknown-issuer" })).sealed.byteLength);

  const other = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const bent = new Uint8Array(one.sealed.slice(0));
  bent[3]! ^= 1;
  for (const [key, sealed] of [[sealing, { ...one, id: "b" }], [other, one], [sealing, { ...one, sealed: bent.buffer }]] as const) {
    assert.equal(await unseal(key, sealed), null);
  }
  await database.destroy();
});
