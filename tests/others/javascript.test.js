// Libraries from npm, and the page's lines that use one of them, on the program's own permits.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CoseKey, Sign1 } from "@owf/cose";
import { StatusList, StatusListCwt, StatusListCwtPayload } from "@owf/token-status-list";
import { Tagged, decode, encode } from "cborg";

const page = await import(`${process.env.PAGE}/from_page.mjs`);
const installation = JSON.parse(readFileSync(process.env.INSTALLATION, "utf8"));
const { issuer } = installation;
const now = Date.now() / 1000;

const get = async (address) => new Uint8Array(await (await fetch(address)).arrayBuffer());
const keys = JSON.parse(Buffer.from(await get(`${issuer}/.well-known/chasqui/keys.json`)).toString());
const read = (bytes) => decode(bytes, { useMaps: true, tags: Tagged.preserve(18) });

const WIDTH = [0, 3, 5, 8, 10, 13, 15, 17];
const code = (bytes) => {
  let digits = "";
  for (let at = 0; at < bytes.length; at += 7) {
    const group = bytes.slice(at, at + 7);
    digits += BigInt(`0x${Buffer.from(group).toString("hex")}`).toString().padStart(WIDTH[group.length], "0");
  }
  return `${issuer}/v#${digits}`;
};
const bytesOf = (text) => {
  const digits = text.split("#")[1];
  return Buffer.concat((digits.match(/[0-9]{1,17}/g) ?? []).map((group) =>
    Buffer.from(BigInt(group).toString(16).padStart(2 * WIDTH.indexOf(group.length), "0"), "hex")));
};
const permit = new Uint8Array(bytesOf(installation.valid));
const claims = read(read(permit).value[2]);
const [kind, number, index] = claims.get(-65537);
const list = await get(`${issuer}/status/${number}`);

const refused = (text, get, at = now) => assert.rejects(page.check(text, issuer, get, at));
const instead = (end, body) => async (address) => (address.endsWith(end) ? body : get(address));

test("the page: a good permit is valid, in words", async () => {
  const [verdict, type, fields] = await page.check(installation.valid, issuer);
  assert.deepEqual([verdict, type, fields.length], ["valid", 7, 2]);
  assert.deepEqual(Object.keys(await page.described(type, fields, issuer, "en")), ["Name", "Document"]);
});

test("the page: revoked, expired, not yet valid", async () => {
  const verdictOf = async (text, at) => (await page.check(text, issuer, get, at))[0];
  assert.equal(await verdictOf(installation.revoked, now), "revoked");
  assert.equal(await verdictOf(installation.valid, claims.get(4) - 1), "valid");
  assert.equal(await verdictOf(installation.valid, claims.get(4)), "expired");
  assert.equal(await verdictOf(installation.valid, claims.get(5) - 300), "valid");
  assert.equal(await verdictOf(installation.valid, claims.get(5) - 301), "not-yet-valid");
});

test("the page: no byte can change, and no digit", async () => {
  assert.equal(code(permit), installation.valid);
  const kept = new Map();
  const cached = async (address) => kept.get(address) ?? kept.set(address, await get(address)).get(address);
  for (let bit = 0; bit < permit.length * 8; bit++) {
    const bad = permit.slice();
    bad[bit >> 3] ^= 1 << (bit & 7);
    await refused(code(bad), cached);
  }
  for (let at = installation.valid.indexOf("#") + 1; at < installation.valid.length; at++) {
    const digit = (Number(installation.valid[at]) + 1) % 10;
    await refused(installation.valid.slice(0, at) + digit + installation.valid.slice(at + 1), cached);
  }
  assert.equal((await page.check(installation.valid, issuer, cached))[0], "valid");
});

test("the page: another issuer's permit, address or key is refused", async () => {
  await refused(installation.foreign, get);
  await refused(`${issuer}/v#${installation.foreign.split("#")[1]}`, get);
  await refused(installation.valid.replace("127.0.0.1", "127.0.0.2"), get);
  const { publicKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign"]);
  const { x, y } = await crypto.subtle.exportKey("jwk", publicKey);
  const others = { ...keys, keys: keys.keys.map((key) => ({ ...key, x, y })) };
  await refused(installation.valid, instead("keys.json", Buffer.from(JSON.stringify(others))));
  const swapped = { ...keys, keys: keys.keys.map((key) => ({ ...key, purpose: key.purpose === "permit" ? "status" : "permit" })) };
  await refused(installation.valid, instead("keys.json", Buffer.from(JSON.stringify(swapped))));
});

test("the page: a list that was changed, has no typ, or is another's is refused", async () => {
  const changed = list.slice();
  changed[changed.length - 70] ^= 1;
  const { value: [head, none, payload, signature] } = read(list);
  const without = new Map([...read(head)].filter(([label]) => label !== 16));
  const untyped = encode(new Tagged(18, [encode(without), none, payload, signature]));
  for (const bad of [changed, untyped, permit, new Uint8Array()]) await refused(installation.valid, instead(`/status/${number}`, bad));
});

test("the page: a root-signed set, and no way back", async () => {
  const signed = new Uint8Array(Buffer.from(installation.key_set, "hex"));
  const set = await page.trusted(signed, installation.root, 7);
  assert.deepEqual(set.keys.map(({ x }) => x), keys.keys.map(({ x }) => x));
  const changed = signed.slice();
  changed[changed.length - 1] ^= 1;
  for (const bad of [[signed, "0".repeat(64)], [changed, installation.root], [signed, installation.root, 8], [signed, installation.root, 7, set.exp], [permit, installation.root]]) {
    await assert.rejects(page.trusted(...bad));
  }
});

test("@owf/cose verifies permits, lists and descriptions, each with the key of its purpose alone", async () => {
  const context = {
    verify: async ({ key, sign1 }) => {
      const { kty, crv, x, y } = key.jwk;
      const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
      const own = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, ecdsa, false, ["verify"]);
      return crypto.subtle.verify(ecdsa, own, sign1.signature, sign1.toBeSigned);
    },
  };
  const description = await get(`${issuer}/.well-known/chasqui/permits/${kind}`);
  for (const [message, purpose] of [[permit, "permit"], [list, "status"], [description, "status"]]) {
    for (const { purpose: named, ...jwk } of keys.keys) {
      const verified = await Sign1.decode(message).verifySignature({ key: CoseKey.fromJwk(jwk) }, context);
      assert.equal(verified, named === purpose, `${purpose} by ${named}`);
    }
  }
});

test("@owf/token-status-list reads our lists", () => {
  const payload = read(read(list).value[2]);
  const packed = payload.get(65533);
  const statuses = StatusList.decompressStatusListFromBytes(packed.get("lst"), packed.get("bits"));
  const revoked = read(read(new Uint8Array(bytesOf(installation.revoked))).value[2]).get(-65537)[2];
  assert.deepEqual([statuses.getStatus(index), statuses.getStatus(revoked)], [0, 1]);
  assert.equal(statuses.statusList.filter((status) => status !== 0).length, 1, "nobody else's");

  // The only release takes the optional aggregation_uri for required: with it in its place, the rest is read.
  assert.throws(() => StatusListCwt.fromToken(list), /aggregation_uri/, "it is mended: read the whole token here");
  packed.set("aggregation_uri", `${issuer}/status`);
  const whole = StatusListCwtPayload.decode(encode(payload));
  assert.equal(whole.subject, `https://${keys.iss}/status/${number}`);
  assert.deepEqual([whole.timeToLive, whole.statusList.getStatus(revoked)], [payload.get(65534), 1]);
  assert.equal(whole.expirationTime.getTime() / 1000, payload.get(4));
});
