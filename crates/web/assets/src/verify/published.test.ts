import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { test } from "node:test";
import { encodeStrict } from "./cbor.ts";
import { readDescription } from "./description.ts";
import { readKeys } from "./keys.ts";
import { readStatusList, statusAt } from "./status-list.ts";
import { ISS, LIST_TYP, NOW, description, keysJson, otherHalf, sign1, signer, statusList, world } from "./testing.ts";

test("keys: the kid must be the key's own, and some key must be for permits", async () => {
  const [permits, status] = [await signer("permit"), await signer("status")];
  assert.equal((await readKeys(keysJson([permits, status])))?.keys.size, 2);
  const renamed = { ...permits, jwk: { ...permits.jwk, kid: status.jwk.kid } };
  for (const json of ["", "[]", "null", "{}", '{"keys":[]}', '{"keys":[null]}', keysJson([status]), keysJson([renamed]), keysJson([permits, { ...status, jwk: { ...status.jwk, d: "AA" } }])]) {
    assert.equal(await readKeys(json), null, json.slice(0, 40));
  }
  const strange = { ...permits, jwk: { kty: "OKP" } };
  assert.equal((await readKeys(keysJson([strange, permits])))?.keys.size, 1, "a key of another kind does no harm");
});

test("status list: two bits each from the lowest", async () => {
  const { status, trust } = await world();
  const list = (await readStatusList(await statusList(status, { index: 6, status: 2 }), ISS, 12, trust.keys, NOW))!;
  assert.deepEqual([5, 6, 7, 63, 64].map((index) => statusAt(list, index)), ["valid", "suspended", "valid", "valid", null]);
});

test("status list: another's key, place, issuer, type or make-up is refused", async () => {
  const { permits, status, trust } = await world();
  const good = await statusList(status);
  const body = (lst: Uint8Array, bits = 2): Map<number, unknown> =>
    new Map<number, unknown>([[2, `https://${ISS}/status/12`], [4, NOW + 9], [6, NOW], [65533, new Map<string, unknown>([["bits", bits], ["lst", lst]])], [65534, 300]]);
  const packed = new Uint8Array(deflateSync(new Uint8Array(4)));
  const bomb = new Uint8Array(deflateSync(new Uint8Array(5 * 1024 * 1024)));
  const cases: [string, Uint8Array][] = [
    ["signed by a permit key", await statusList(permits)],
    ["signed by a stranger", await statusList(await signer("status"))],
    ["another list", await statusList(status, { list: 13 })],
    ["another issuer", await statusList(status, { iss: "otro.gob.pe" })],
    ["no typ", await sign1(status, encodeStrict(body(packed)))],
    ["one bit each", await sign1(status, encodeStrict(body(packed, 1)), LIST_TYP)],
    ["not zlib", await sign1(status, encodeStrict(body(new Uint8Array(9))), LIST_TYP)],
    ["zlib cut off", await sign1(status, encodeStrict(body(packed.slice(0, -2))), LIST_TYP)],
    ["more than a phone should unpack", await sign1(status, encodeStrict(body(bomb)), LIST_TYP)],
    ["a byte changed", good.map((byte, i) => (i === good.length - 70 ? byte ^ 1 : byte))],
    ["ECDSA's other signature", otherHalf(good)],
    ["not CBOR", new TextEncoder().encode("<html>")],
  ];
  assert.ok(await readStatusList(await sign1(status, encodeStrict(body(packed)), LIST_TYP), ISS, 12, trust.keys, NOW));
  for (const [why, bytes] of cases) assert.equal(await readStatusList(bytes, ISS, 12, trust.keys, NOW), null, why);
});

test("description: another's key, issuer, type or make-up is refused", async () => {
  const { permits, status, trust } = await world();
  const cases: [string, Uint8Array][] = [
    ["signed by a permit key", await description(permits)],
    ["another issuer", await description(status, { iss: "otro.gob.pe" })],
    ["another type", await description(status, { type: 2 })],
    ["a role that is no text", await description(status, { fields: [{ id: "x", role: 7, label: { es: "x" } }] })],
    ["a span that is no count", await description(status, { offline_for: "24h" })],
    ["a label that is no text", await description(status, { fields: [{ id: "x", role: "detail", label: { es: 1 } }] })],
    ["ECDSA's other signature", otherHalf(await description(status))],
    ["no title", await description(status, { title: {} })],
  ];
  for (const [why, bytes] of cases) assert.equal(await readDescription(bytes, ISS, 1, trust.keys, NOW), null, why);
});
