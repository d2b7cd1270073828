import assert from "node:assert/strict";
import { test } from "node:test";
import { readCatalogue } from "./catalogue.ts";
import { type TrustStorage, memoryStorage } from "./storage.ts";
import { ISS, NOW, type Signer, description, keysJson, signer, statusList } from "./testing.ts";
import { freshnessOf, newestList } from "./trust.ts";
import { type Places, type TrustCache, openTrustCache } from "./trust-cache.ts";

const PLACES: Places = {
  keys: "/.well-known/chasqui/keys.json", signedKeys: "/.well-known/chasqui/keys.cose", permits: "/.well-known/chasqui/permits", status: "/status", root: "",
};

type Site = Map<string, Uint8Array>;
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

async function published(permits: Signer, status: Signer): Promise<Site> {
  return new Map([
    [PLACES.keys, text(keysJson([permits, status]))],
    [PLACES.permits, text('{"types":[1]}')],
    [`${PLACES.permits}/1`, await description(status)],
    [PLACES.status, text(JSON.stringify({ iss: ISS, lists: [{ list: 12, exp: NOW + 86_400, ttl: 300 }] }))],
    [`${PLACES.status}/12`, await statusList(status)],
  ]);
}

async function phone(): Promise<{ site: Site; asked: string[]; status: Signer; permits: Signer; cache: TrustCache; storage: TrustStorage; reopen: () => Promise<TrustCache> }> {
  const [permits, status] = [await signer("permit"), await signer("status")];
  const site = await published(permits, status);
  const asked: string[] = [];
  const storage = memoryStorage();
  const fetch = async (path: string): Promise<Uint8Array | null> => (asked.push(path), site.get(path) ?? null);
  const reopen = (): Promise<TrustCache> => openTrustCache(storage, fetch, PLACES, ISS, NOW);
  return { site, asked, status, permits, cache: await reopen(), storage, reopen };
}

test("a new phone trusts nothing, then all that is published, and still does with the server gone", async () => {
  const { site, cache, storage, reopen } = await phone();
  assert.equal(cache.trust, null);
  assert.equal(await cache.refresh(() => NOW, false), true);
  site.clear();
  const later = await reopen();
  assert.equal(await later.refresh(() => NOW + 9, true), false);
  await later.prepare({ type: 1, list: 12 }, NOW + 9);
  for (const { trust } of [cache, later]) {
    assert.equal(trust?.descriptions.get(1)?.service, "transit-permit");
    assert.equal(trust?.lists.get(12)?.iat, NOW - 60);
  }
  assert.equal((await readCatalogue(storage)).lists[12]?.fetchedAt, NOW);
});

test("a bad or replayed update replaces nothing, and does not count as fetched", async () => {
  const { site, cache, status, permits } = await phone();
  await cache.refresh(() => NOW, false);
  const bad: [string, Uint8Array][] = [
    ["/status/12", await statusList(status, { iat: NOW - 61 })],
    ["/status/12", await statusList(permits, { status: 1 })],
    ["/status/12", text("<html>")],
    ["/status", text('{"lists":[{"list":"x"}]}')],
    [`${PLACES.permits}/1`, await description(status, { iat: 1, service: "other" })],
    [PLACES.keys, text("oops")],
  ];
  for (const [path, bytes] of bad) {
    const before = site.get(path)!;
    site.set(path, bytes);
    assert.equal(await cache.refresh(() => NOW + 1000, true), false, path);
    assert.equal(cache.trust?.lists.get(12)?.iat, NOW - 60);
    assert.equal(cache.trust?.descriptions.get(1)?.service, "transit-permit");
    site.set(path, before);
  }
});

test("a list is asked for again when its ttl has passed, or on demand", async () => {
  const { site, asked, status, cache } = await phone();
  site.set("/status/12", await statusList(status, { iat: NOW }));
  const asksForList = async (now: number, all: boolean): Promise<boolean> => {
    asked.length = 0;
    await cache.refresh(() => now, all);
    return asked.includes("/status/12");
  };
  assert.equal(await asksForList(NOW, false), true);
  assert.equal(await asksForList(NOW + 300, false), false);
  assert.equal(await asksForList(NOW + 300, true), true);
  site.set("/status/12", await statusList(status, { iat: NOW + 301 }));
  assert.equal(await asksForList(NOW + 601, false), true);
  assert.equal(await asksForList(NOW + 601, false), false);
  assert.equal(await asksForList(NOW + 602, false), false, "it is old, but was asked for a second ago");
  assert.equal(await asksForList(NOW + 662, false), true, "it came old");
});

test("of an index longer than a phone should fetch, the soonest-ending lists are taken, the awaited one before them", async () => {
  const { site, asked, cache } = await phone();
  const lists = Array.from({ length: 2100 }, (_, at) => ({ list: 5000 - at, exp: NOW + 86_400 * (2100 - at), ttl: 300 }));
  site.set(PLACES.status, text(JSON.stringify({ iss: ISS, lists: [...lists, { list: 12, exp: NOW + 86_400 * 9999, ttl: 300 }] })));
  const askedLists = async (first?: number): Promise<string[]> => {
    asked.length = 0;
    await cache.refresh(() => NOW, true, () => first);
    return asked.filter((path) => path.startsWith("/status/"));
  };
  const plain = await askedLists();
  assert.deepEqual([plain.length, plain[0], plain.at(-1)], [2000, "/status/2901", "/status/4900"]);
  const waiting = await askedLists(12);
  assert.deepEqual([waiting.length, waiting[0], waiting[1], waiting.at(-1)], [2000, "/status/12", "/status/2901", "/status/4899"]);
  assert.ok(cache.trust?.lists.has(12));
});

test("a key that leaves the key set takes along what it signed; an ended list is dropped", async () => {
  const { site, cache, permits, status } = await phone();
  await cache.refresh(() => NOW, false);
  site.set(PLACES.status, text('{"lists":[]}'));
  await cache.refresh(() => NOW + 86_399, true);
  assert.equal(cache.trust?.lists.size, 1, "it is kept to its end, published or not");
  await cache.refresh(() => NOW + 86_401, true);
  assert.equal(cache.trust?.lists.size, 0);

  const next = await signer("status");
  site.set(PLACES.keys, text(keysJson([permits, next])));
  assert.equal(await cache.refresh(() => NOW + 86_402, true), false, "the description is still signed by the old key");
  assert.equal(cache.trust?.descriptions.size, 0);
  assert.ok(status);
});

test("what is kept is opened when a permit needs it, not all of it at every start", async () => {
  const { site, status, cache, storage, reopen } = await phone();
  const lists = [12, 13, 14].map((list) => ({ list, exp: NOW + 86_400, ttl: 300 }));
  site.set(PLACES.status, text(JSON.stringify({ iss: ISS, lists })));
  for (const list of [13, 14]) site.set(`/status/${list}`, await statusList(status, { list, iat: NOW - 500 + list }));
  await cache.refresh(() => NOW, false);
  site.clear();
  const opened: string[] = [];
  const get = storage.get;
  storage.get = (path) => (opened.push(path), get(path));
  const later = await reopen();
  assert.deepEqual(opened.filter((path) => path.startsWith("/status/")), ["/status/12"], "the newest, whose age the page tells");
  await later.prepare({ type: 1, list: 14 }, NOW);
  assert.deepEqual([...later.trust!.lists.keys()], [12, 14]);

  await storage.put("/status/13", await statusList(await signer("status"), { list: 13 }));
  await later.prepare({ type: 1, list: 13 }, NOW);
  assert.ok(!later.trust!.lists.has(13), "the storage is only storage");
});

test("what comes while an older one is being opened stays", async () => {
  for (const swept of [false, true]) {
    const { site, status, cache, storage, reopen } = await phone();
    await cache.refresh(() => NOW, false);
    const later = await reopen();
    // Keys that are new, so that nothing is open yet.
    site.set(PLACES.keys, text(keysJson([await signer("permit"), status])));
    site.delete(PLACES.permits);
    site.delete(PLACES.status);
    await later.refresh(() => NOW, false);
    assert.deepEqual([later.trust!.lists.size, later.trust!.descriptions.size], [0, 0]);

    let go = (): void => {};
    const gone = new Promise<void>((resolve) => (go = resolve));
    const get = storage.get;
    storage.get = async (path) => {
      const bytes = await get(path);
      await gone;
      return swept ? null : bytes;
    };
    const preparing = later.prepare({ type: 1, list: 12 }, NOW);
    const newer = await published(await signer("permit"), status);
    for (const path of [PLACES.permits, PLACES.status]) site.set(path, newer.get(path)!);
    site.set(`${PLACES.status}/12`, await statusList(status, { iat: NOW, status: 1 }));
    site.set(`${PLACES.permits}/1`, await description(status, { service: "newer", iat: NOW }));
    assert.equal(await later.refresh(() => NOW, true), true);
    go();
    await preparing;
    assert.deepEqual([later.trust!.lists.get(12)?.iat, later.trust!.descriptions.get(1)?.service], [NOW, "newer"]);
    site.set(`${PLACES.status}/12`, await statusList(status, { iat: NOW - 1 }));
    assert.equal(await later.refresh(() => NOW, true), false, "nor is it forgotten how new that was");
  }
});

test("a phone without room checks all the same, and says so", async () => {
  const { cache, storage } = await phone();
  storage.put = async () => false;
  assert.equal(await cache.refresh(() => NOW, false), true);
  assert.ok(cache.isFull() && cache.trust?.lists.has(12));
});

test("what is dated ahead is the work of a wrong clock, and replaces nothing", async () => {
  const { site, cache, status } = await phone();
  await cache.refresh(() => NOW, false);
  const newest = cache.newest();
  site.set(`${PLACES.status}/12`, await statusList(status, { iat: NOW + 86_400, exp: NOW + 99_999_999 }));
  assert.equal(await cache.refresh(() => NOW + 400, true), false);
  assert.deepEqual([cache.trust?.lists.get(12)?.iat, cache.newest()], [NOW - 60, newest]);
});

test("what a server signed while its clock was a day ahead is never fresh, and what it signs once that is right replaces it", async () => {
  const DAY = 86_400;
  const { site, cache, status, reopen } = await phone();
  site.set(`${PLACES.status}/12`, await statusList(status, { iat: NOW + DAY, exp: NOW + 3 * DAY }));
  site.set(`${PLACES.permits}/1`, await description(status, { iat: NOW + DAY }));
  assert.equal(await cache.refresh(() => NOW + DAY, false), true);
  assert.equal(cache.newest(), NOW + DAY);
  assert.equal(freshnessOf(cache.trust!.lists.get(12), NOW + DAY), "fresh");

  const later = await reopen();
  assert.deepEqual([freshnessOf(later.trust!.lists.get(12), NOW + 60), newestList(later.trust, NOW + 60)?.iat], ["old", NOW + DAY]);
  site.set(`${PLACES.status}/12`, await statusList(status, { iat: NOW + 50, status: 1 }));
  site.set(`${PLACES.permits}/1`, await description(status, { iat: NOW + 40, service: "other" }));
  assert.equal(await later.refresh(() => NOW + 60, false), true);
  assert.deepEqual([later.trust!.lists.get(12)!.iat, freshnessOf(later.trust!.lists.get(12), NOW + 60)], [NOW + 50, "fresh"]);
  assert.equal(later.trust!.descriptions.get(1)?.service, "other");
  assert.equal(later.newest(), NOW + 60, "nor is the phone led to believe that it is tomorrow");
});

test("of the lists that are kept, one that is dated ahead is not taken for the newest", async () => {
  const { site, cache, status, reopen } = await phone();
  site.set(PLACES.status, text(JSON.stringify({ lists: [12, 13].map((list) => ({ list, exp: NOW + 999_999, ttl: 300 })) })));
  site.set(`${PLACES.status}/13`, await statusList(status, { list: 13, iat: NOW + 86_400 }));
  await cache.refresh(() => NOW + 86_400, false);
  assert.deepEqual([newestList(cache.trust, NOW)?.iat, newestList(cache.trust, NOW + 86_400)?.iat], [NOW - 60, NOW + 86_400]);
  assert.deepEqual([...(await reopen()).trust!.lists.keys()], [12]);
});

test("a phone whose clock was a day ahead until the server put it right does not wait for that day", async () => {
  const { asked, cache } = await phone();
  await cache.refresh(() => NOW + 86_000, false);
  asked.length = 0;
  await cache.refresh(() => NOW, false);
  assert.ok(asked.includes(`${PLACES.status}/12`) && asked.includes(`${PLACES.permits}/1`), asked.join());
});
