/** A phone and an issuer whose keys an off-line root vouches for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryStorage } from "./storage.ts";
import { ISS, NOW, type Signer, keysJson, signer, signedKeys, statusList } from "./testing.ts";
import { openTrustCache } from "./trust-cache.ts";

const PLACES = { keys: "/keys.json", signedKeys: "/keys.cose", permits: "/permits", status: "/status" };

async function issuer() {
  const [root, permits, status] = [await signer("permit"), await signer("permit"), await signer("status")];
  const site = new Map<string, Uint8Array>();
  const storage = memoryStorage();
  const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  site.set("/keys.json", new TextEncoder().encode(keysJson([await signer("permit"), status])));
  site.set("/permits", text({ types: [] }));
  site.set("/status", text({ lists: [{ list: 12, exp: NOW + 86_400, ttl: 300 }] }));
  site.set("/status/12", await statusList(status));
  const publish = async (changes: object, by: Signer = root): Promise<void> => void site.set("/keys.cose", await signedKeys(by, [permits, status], changes));
  const open = (named = root.fingerprint, now = NOW) => openTrustCache(storage, async (path) => site.get(path) ?? null, { ...PLACES, root: named }, ISS, now);
  await publish({ version: 3 });
  return { root, permits, site, storage, publish, open };
}

test("with a root only what it signed counts, and plain keys count for nothing", async () => {
  const { site, open, permits } = await issuer();
  const cache = await open();
  assert.deepEqual([cache.trust, cache.lack(NOW)], [null, "no-keys"]);
  assert.equal(await cache.refresh(() => NOW, false), true);
  assert.ok(cache.trust!.keys.keys.has(Buffer.from(permits.kid).toString("hex")));
  assert.deepEqual([cache.lack(NOW), cache.trust!.lists.size], [null, 1]);
  site.delete("/keys.cose");
  assert.equal(await cache.refresh(() => NOW + 1, false), false);
  const later = await open("");
  assert.ok(later.trust && !later.lack(NOW), "a page that names no root any more does not lead back to plain keys");
});

test("a phone that meets its first root without a signal goes on with the keys it had, until the root has signed some", async () => {
  const { site, storage, publish, open } = await issuer();
  const plain = site.get("/keys.json")!;
  site.delete("/keys.cose");
  assert.equal(await (await open("")).refresh(() => NOW, false), true);
  const had = (await open("")).trust!.keys.keys;
  for (const opening of ["first", "second"]) {
    const cache = await open();
    assert.deepEqual([cache.trust && [...cache.trust.keys.keys.keys()], cache.lack(NOW)], [[...had.keys()], null], opening);
    await cache.prepare({ type: 1, list: 12 }, NOW);
    assert.equal(cache.trust!.lists.size, 1);
    site.set("/keys.json", new TextEncoder().encode(keysJson([await signer("permit")])));
    assert.equal(await cache.refresh(() => NOW + 1, false), false, "plain keys that come now count for nothing");
    assert.deepEqual([...cache.trust!.keys.keys.keys()], [...had.keys()]);
  }
  await publish({ version: 3 });
  assert.equal(await (await open()).refresh(() => NOW + 2, false), true);
  await storage.drop("/keys.cose");
  await storage.put("/keys.json", plain);
  assert.equal((await open()).trust, null, "there is no way back to plain keys");
});

test("a phone that was given its root believes no plain keys, whatever its page named before", async () => {
  const { root, site, open } = await issuer();
  site.delete("/keys.cose");
  await (await open("")).refresh(() => NOW, false);
  for (const given of [root.fingerprint, (await signer("permit")).fingerprint]) {
    const cache = await open();
    await cache.pin(given, NOW);
    assert.equal(cache.trust, null);
    assert.equal((await open()).trust, null);
  }
});

test("there is no way back, across openings", async () => {
  const { publish, open } = await issuer();
  await (await open()).refresh(() => NOW, false);
  await publish({ version: 2 });
  const cache = await open();
  assert.equal(await cache.refresh(() => NOW, false), false);
  assert.ok(cache.trust);
  await publish({ version: 3, address: "https://otra.gob.pe" });
  assert.equal(await cache.refresh(() => NOW, false), false, "the same version must be the same bytes");
  await publish({ version: 4 });
  assert.equal(await cache.refresh(() => NOW, false), true);
});

test("a phone without room for a new set goes on with it, says so, and has the old one after", async () => {
  const { root, storage, publish, open } = await issuer();
  const other = await signer("permit");
  const put = storage.put;
  const kept = async (): Promise<unknown> => (await open()).trust?.keys.iat;
  const full = async (cache: Awaited<ReturnType<typeof open>>): Promise<void> => {
    storage.put = async (path, bytes) => path !== "/keys.cose" && put(path, bytes);
    assert.equal(await cache.refresh(() => NOW, false), true);
    assert.ok(cache.isFull());
    storage.put = put;
  };
  const cache = await open();
  await full(cache);
  assert.ok(cache.trust);
  assert.equal(await kept(), undefined, "nothing was kept yet");
  assert.equal(await cache.refresh(() => NOW, false), true);
  assert.deepEqual([cache.isFull(), await kept()], [false, NOW - 60], "room was made");

  await publish({ version: 4, iat: NOW - 40, roots: [root.fingerprint, other.fingerprint] });
  await full(cache);
  await publish({ version: 5, iat: NOW - 20, roots: [other.fingerprint] }, other);
  await full(cache);
  assert.deepEqual([cache.trust.keys.iat, await kept()], [NOW - 20, NOW - 60]);
  await publish({ version: 4 });
  assert.equal(await cache.refresh(() => NOW, false), false, "there is no way back while the page is open");
});

test("a set that has run out is trusted no more, until the next one comes", async () => {
  const { publish, open } = await issuer();
  const cache = await open();
  await cache.refresh(() => NOW, false);
  const after = NOW + 30 * 86_400;
  await cache.prepare({ type: 1, list: 12 }, after);
  assert.deepEqual([cache.trust, cache.lack(after)], [null, "keys-expired"]);
  assert.deepEqual((await open(undefined, after)).lack(after), "keys-expired");
  await publish({ version: 4, exp: after + 9 });
  await cache.refresh(() => after, false);
  assert.deepEqual(cache.lack(after), null);
});

test("another root is refused, whoever names it, unless the pinned one handed over to it", async () => {
  const { root, publish, open } = await issuer();
  const other = await signer("permit");
  await (await open()).refresh(() => NOW, false);
  const lured = await open(other.fingerprint);
  await publish({ version: 9 }, other);
  assert.equal(await lured.refresh(() => NOW, false), false);
  assert.equal(lured.lack(NOW), "foreign-root");
  assert.equal(lured.trust!.keys.iat, NOW - 60, "what was believed before still is");

  await publish({ version: 4, roots: [root.fingerprint, other.fingerprint] });
  await lured.refresh(() => NOW, false);
  await publish({ version: 5 }, other);
  assert.equal(await lured.refresh(() => NOW, false), true);
  assert.equal(lured.lack(NOW), null);
});

test("an enrolled phone believes the root it was given", async () => {
  const { root, open } = await issuer();
  const cache = await open((await signer("permit")).fingerprint);
  assert.equal(await cache.refresh(() => NOW, false), false);
  assert.equal(cache.lack(NOW), "foreign-root");
  await cache.pin(root.fingerprint, NOW);
  assert.equal(await cache.refresh(() => NOW, false), true);
  assert.equal(cache.lack(NOW), null);
});

test("a root that is given while a refresh is under way does not break it", async () => {
  const { root, site, storage, publish } = await issuer();
  const other = await signer("permit");
  let isGiven = false;
  const fetch = async (path: string): Promise<Uint8Array | null> => {
    if (path === "/status" && !isGiven) await cache.pin(other.fingerprint, NOW);
    isGiven ||= path === "/status";
    return site.get(path) ?? null;
  };
  const cache = await openTrustCache(storage, fetch, { ...PLACES, root: root.fingerprint }, ISS, NOW);
  assert.equal(await cache.refresh(() => NOW, false), true);
  assert.equal(cache.trust, null, "what the root before had signed is not taken along");
  await publish({ version: 1 }, other);
  assert.equal(await cache.refresh(() => NOW, true), true);
  assert.equal(cache.trust!.lists.size, 1);
});
