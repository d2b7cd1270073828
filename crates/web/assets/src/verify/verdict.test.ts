import assert from "node:assert/strict";
import { test } from "node:test";
import { showFields } from "./description.ts";
import { readKeys } from "./keys.ts";
import { ADDRESS, FIELDS, NOW, type World, claims, code, keysJson, otherHalf, permit, sign1, signer, world } from "./testing.ts";
import { encodeStrict } from "./cbor.ts";
import { type Verdict, check } from "./verdict.ts";

const verdictOf = async ({ trust }: World, bytes: Uint8Array, address = ADDRESS): Promise<Verdict> =>
  (await check(code(bytes, address), trust, NOW)).verdict;

test("a good permit is valid, with its holder, its words and a fresh list", async () => {
  const { permits, trust } = await world();
  const result = await check(code(await permit(permits)), trust, NOW);
  assert.deepEqual([result.verdict, result.freshness, result.age], ["valid", "fresh", 60]);
  assert.deepEqual(result.permit?.fields, FIELDS);
  assert.deepEqual(showFields(FIELDS, result.description, "en").map(({ role, label, values }) => [role, label, values.join(", ")]), [
    ["holder", "Name", "María Quispe Huamán"],
    ["document", "Document", "5678"],
    ["detail", "Reason", "Health"],
    ["detail", "", "3"],
  ]);
});

test("several codes are told one after the other; one without a name stands for itself", async () => {
  const { permits, trust } = await world();
  const { description } = await check(code(await permit(permits)), trust, NOW);
  assert.equal(showFields([null, null, null, "health,other"], description, "es")[0]?.values.join(" + "), "Salud + other");
});

test("dates: the permit holds from five minutes before nbf, for clocks that are slow, until exp", async () => {
  const w = await world();
  const cases: [number, number, Verdict][] = [
    [NOW, NOW + 1, "valid"],
    [NOW + 300, NOW + 301, "valid"],
    [NOW + 301, NOW + 302, "not-yet-valid"],
    [NOW - 2, NOW, "expired"],
  ];
  for (const [nbf, exp, verdict] of cases) assert.equal(await verdictOf(w, await permit(w.permits, [[5, nbf], [4, exp]])), verdict);
});

test("status comes before dates, and each value has its verdict", async () => {
  for (const [status, verdict] of [[0, "expired"], [1, "revoked"], [2, "suspended"], [3, "revoked"]] as const) {
    const w = await world({ status });
    assert.equal(await verdictOf(w, await permit(w.permits, [[4, NOW - 1]])), verdict, `status ${status}`);
  }
});

test("freshness tells how far the list can be trusted, and an old list still revokes", async () => {
  const cases: [Parameters<typeof world>, string, string, number | null][] = [
    [[{ iat: NOW - 300 }], "valid", "fresh", 300],
    [[{ iat: NOW - 301 }], "valid", "old", 301],
    [[{ iat: NOW - 9000 }], "valid", "old", 9000],
    [[{ iat: NOW - 10, exp: NOW }], "valid", "old", 10],
    [[{ iat: NOW - 99_999, exp: NOW - 1, status: 1 }], "revoked", "old", 99_999],
    [[null], "valid", "absent", null],
    [[{ iat: NOW + 30 }], "valid", "fresh", 0],
    [[{ iat: NOW + 30, exp: NOW }], "valid", "old", 0],
  ];
  for (const [setup, ...expected] of cases) {
    const w = await world(...setup);
    const result = await check(code(await permit(w.permits)), w.trust, NOW);
    assert.deepEqual([result.verdict, result.freshness, result.age], expected);
  }
});

test("a list that is dated ahead says nothing of its age: it still revokes, but a permit that is valid by it is unconfirmed", async () => {
  for (const [iat, status, expected] of [
    [NOW + 300, 0, ["valid", "fresh", false]],
    [NOW + 301, 0, ["valid", "old", true]],
    [NOW + 86_400, 1, ["revoked", "old", false]],
  ] as const) {
    const w = await world({ iat, status, exp: NOW + 999_999 });
    const result = await check(code(await permit(w.permits)), w.trust, NOW);
    assert.deepEqual([result.verdict, result.freshness, result.tooOld], expected);
  }
});

test("an index past the list's end is no word on the permit", async () => {
  const w = await world();
  const result = await check(code(await permit(w.permits, [[-65537, [1, 12, 64, "x"]]])), w.trust, NOW);
  assert.deepEqual([result.verdict, result.freshness], ["valid", "absent"]);
});

test("a code that sends phones elsewhere is never valid, even with a good signature", async () => {
  const w = await world();
  for (const address of ["https://permisos-gob.pe", "http://permisos.gob.pe", "https://permisos.gob.pe.example.com", `${ADDRESS}/x`, `${ADDRESS}:8443`, "HTTPS://permisos.gob.pe"]) {
    const result = await check(code(await permit(w.permits), address), w.trust, NOW);
    const expected = address.startsWith("HTTPS") ? "not-a-permit" : "unknown-issuer";
    assert.equal(result.verdict, expected, address);
    assert.equal(result.permit, null, "no holder is shown");
  }
  const alike = await check(code(await permit(w.permits), "https://permisos.gob.pe@evil.example"), w.trust, NOW);
  assert.deepEqual([alike.verdict, alike.foreignAddress], ["unknown-issuer", "https://evil.example"]);
  const letters = await check(code(await permit(w.permits), "https://permisоs.gob.pe"), w.trust, NOW);
  assert.deepEqual([letters.verdict, letters.foreignAddress], ["not-a-permit", "https://xn--permiss-fjg.gob.pe"], "a Cyrillic о shows");
});

test("keys: another's, or one for status lists, makes an unknown issuer; so does another iss", async () => {
  const w = await world();
  assert.equal(await verdictOf(w, await permit(await signer("permit"))), "unknown-issuer");
  assert.equal(await verdictOf(w, await permit(w.status)), "unknown-issuer");
  assert.equal(await verdictOf(w, await permit(w.permits, [[1, "otro.gob.pe"]])), "unknown-issuer");
});

test("a plain JWK set trusts the address that the permit's own iss makes", async () => {
  const w = await world();
  w.trust.keys = (await readKeys(keysJson([w.permits, w.status], {})))!;
  assert.equal(await verdictOf(w, await permit(w.permits)), "valid");
  assert.equal(await verdictOf(w, await permit(w.permits), "https://otro.gob.pe"), "unknown-issuer");
});

test("a key proves nothing once it has run out", async () => {
  const w = await world();
  const withEnd = (exp: number): typeof w.permits => ({ ...w.permits, jwk: { ...w.permits.jwk, exp } });
  for (const [exp, verdict] of [[NOW + 1, "valid"], [NOW, "unknown-issuer"]] as const) {
    w.trust.keys = (await readKeys(keysJson([withEnd(exp), w.status])))!;
    assert.equal(await verdictOf(w, await permit(w.permits)), verdict);
  }
});

test("a count as large as CBOR has is still a field", async () => {
  const w = await world();
  assert.equal(await verdictOf(w, await permit(w.permits, [[-65537, [1, 12, 6, 2n ** 64n - 1n]]])), "valid");
});

test("a changed signature or claim is forged", async () => {
  const w = await world();
  const good = await permit(w.permits);
  const signature = good.slice();
  signature[signature.length - 1]! ^= 1;
  assert.equal(await verdictOf(w, signature), "forged");
  const name = good.slice();
  name[Buffer.from(good).indexOf("Quispe")]! ^= 1;
  assert.equal(await verdictOf(w, name), "forged");
});

test("ECDSA's other signature of the same permit is forged", async () => {
  const w = await world();
  for (let round = 0; round < 16; round++) assert.equal(await verdictOf(w, otherHalf(await permit(w.permits))), "forged");
});

test("no single bit of a permit can change and still pass", async () => {
  const w = await world();
  const good = await permit(w.permits);
  for (let bit = 0; bit < good.length * 8; bit++) {
    const bad = good.slice();
    bad[bit >> 3]! ^= 1 << (bit & 7);
    assert.ok(["not-a-permit", "unknown-issuer", "forged"].includes(await verdictOf(w, bad)), `bit ${bit}`);
  }
});

test("whatever deviates from the format is not a permit, however well signed", async () => {
  const w = await world();
  const by = w.permits;
  const good = await permit(by);
  const payload = encodeStrict(claims());
  const resign = (bytes: Uint8Array): Promise<Uint8Array> => sign1(by, bytes);
  const without = claims();
  without.delete(7);
  const cases: [string, Uint8Array][] = [
    ["trailing byte", Uint8Array.of(...good, 0)],
    ["cut off", good.slice(0, -1)],
    ["no tag", good.slice(1)],
    ["tag 17", Uint8Array.of(0xd1, ...good.slice(1))],
    ["tag 18 in two bytes", Uint8Array.of(0xd8, 18, ...good.slice(1))],
    ["CWT tag 61 around it", Uint8Array.of(0xd8, 61, ...good)],
    ["indefinite array", Uint8Array.of(0xd2, 0x9f, ...good.slice(2), 0xff)],
    ["an unprotected header", replaceOnce(good, [0xa0], [0xa1, 0x05, 0x40])],
    ["a list's typ", await sign1(by, payload, "application/statuslist+cwt")],
    ["another algorithm", await sign1(by, payload, undefined, new Map<number, unknown>([[1, -35], [4, by.kid]]))],
    ["a kid of nine bytes", await sign1(by, payload, undefined, new Map<number, unknown>([[1, -7], [4, Uint8Array.of(...by.kid, 0)]]))],
    ["no kid", await sign1(by, payload, undefined, new Map<number, unknown>([[1, -7]]))],
    ["an unknown claim", await permit(by, [[6, NOW]])],
    ["a status list inside", await permit(by, [[65533, new Map()]])],
    ["a claim missing", await resign(encodeStrict(without))],
    ["a short cti", await permit(by, [[7, new Uint8Array(15)]])],
    ["exp as text", await permit(by, [[4, "soon"]])],
    ["exp as a float", await permit(by, [[4, NOW + 0.5]])],
    ["a negative index", await permit(by, [[-65537, [1, 12, -1, "x"]]])],
    ["no index", await permit(by, [[-65537, [1, 12]]])],
    ["a field of another kind", await permit(by, [[-65537, [1, 12, 6, true]]])],
    ["an index of 2^32", await permit(by, [[-65537, [1, 12, 2 ** 32, "x"]]])],
    ["a time after the year 9999", await permit(by, [[4, 253_402_207_201]])],
    ["another order of claims", await resign(mapInOrder([...claims()].reverse()))],
    ["a longer integer than needed", await resign(replaceOnce(payload, [0x07, 0x50], [0x18, 0x07, 0x50]))],
    ["an indefinite map", await resign(Buffer.concat([Buffer.of(0xbf), payload.slice(1), Buffer.of(0xff)]))],
    ["text that is not UTF-8", await resign(replaceOnce(payload, [0xc3, 0xad], [0xff, 0xfe]))],
  ];
  for (const [why, bytes] of cases) assert.equal(await verdictOf(w, bytes), "not-a-permit", why);
});

test("other codes are not permits, and say where they lead", async () => {
  const { trust } = await world();
  const cases: [string, string | null][] = [
    ["", null],
    ["WIFI:S:casa;P:1234;;", null],
    ["https://example.com/menu", "https://example.com"],
    [`${ADDRESS}/v#123`, null],
    [`${ADDRESS}/v#`, null],
    [`${ADDRESS}/a/7K2QM`, null],
    ["https://example.com/v#123", "https://example.com"],
    ["javascript:alert(1)", null],
  ];
  for (const [text, address] of cases) {
    const result = await check(text, trust, NOW);
    assert.deepEqual([result.verdict, result.foreignAddress], ["not-a-permit", address], text);
  }
});

function mapInOrder(entries: [number, unknown][]): Uint8Array {
  return Buffer.concat([Buffer.of(0xa0 + entries.length), ...entries.flat().map(encodeStrict)]);
}

function replaceOnce(bytes: Uint8Array, from: number[], to: number[]): Uint8Array {
  const at = Buffer.from(bytes).indexOf(Buffer.from(from));
  return Uint8Array.of(...bytes.slice(0, at), ...to, ...bytes.slice(at + from.length));
}
