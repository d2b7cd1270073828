/** Ten million permits on one phone: what their lists weigh, and what a start and a verdict cost with all of them kept. */
import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { test } from "node:test";
import { encodeStrict } from "./cbor.ts";
import { memoryStorage } from "./storage.ts";
import { ISS, LIST_TYP, NOW, code, description, keysJson, permit, sign1, signer } from "./testing.ts";
import { openTrustCache } from "./trust-cache.ts";
import { check } from "./verdict.ts";

const LISTS = 153;
const PERMITS = 65_536;
const REVOKED = 0.02;
const PLACES = { keys: "/keys.json", signedKeys: "/keys.cose", permits: "/permits", status: "/status", root: "" };

/** Some two permits in a hundred, the same ones every time (mulberry32). */
function revocations(seed: number): Uint8Array {
  const bits = new Uint8Array(PERMITS / 4);
  let state = seed * 7919;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  for (let index = 0; index < PERMITS; index++) {
    if (random() < REVOKED) bits[index >> 2]! |= 1 << ((index % 4) * 2);
  }
  return bits;
}

test("the lists of ten million permits, one in fifty of them revoked, suit a phone", async (t) => {
  const [permits, status] = [await signer("permit"), await signer("status")];
  const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const site = new Map([["/keys.json", new TextEncoder().encode(keysJson([permits, status]))], ["/permits", text({ types: [1] })], ["/permits/1", await description(status)]]);
  const index = Array.from({ length: LISTS }, (_, list) => ({ list, exp: NOW + 86_400 * (list + 1), ttl: 300 }));
  site.set("/status", text({ lists: index }));
  for (const { list, exp } of index) {
    const body = new Map<string, unknown>([["bits", 2], ["lst", new Uint8Array(deflateSync(revocations(list), { level: 9 }))]]);
    const claims = new Map<number, unknown>([[2, `https://${ISS}/status/${list}`], [4, exp], [6, NOW - 60 + (list % 60)], [65533, body], [65534, 300]]);
    site.set(`/status/${list}`, await sign1(status, encodeStrict(claims), LIST_TYP));
  }
  const bytes = [...site].filter(([path]) => path.startsWith("/status/")).reduce((sum, [, list]) => sum + list.length, 0);

  const storage = memoryStorage();
  const open = () => openTrustCache(storage, async (path) => site.get(path) ?? null, PLACES, ISS, NOW);
  const first = await open();
  const [, filling] = await timed(() => first.refresh(() => NOW, false));
  assert.equal(first.trust!.lists.size, LISTS);
  const unpacked = [...first.trust!.lists.values()].reduce((sum, { bits }) => sum + bits.length, 0);

  const scanned = code(await permit(permits, [[-65537, [1, 100, 4711, "María"]]]));
  const [verdict, starting] = await timed(async () => {
    const cache = await open();
    await cache.prepare({ type: 1, list: 100 }, NOW);
    return (await check(scanned, cache.trust!, NOW)).verdict;
  });
  assert.ok(verdict === "valid" || verdict === "revoked");
  t.diagnostic(`${LISTS} lists of ${PERMITS} permits: ${bytes} bytes in all, ${Math.round(bytes / LISTS)} each; unpacked ${unpacked}`);
  t.diagnostic(`verify and keep them all: ${Math.round(filling)} ms; from start to a verdict with all kept: ${starting.toFixed(1)} ms`);
  assert.ok(bytes < 1_000_000, `${bytes} bytes`);
  assert.ok(starting < filling / 5, "a start does not verify them all again");
});

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const begun = performance.now();
  return [await work(), performance.now() - begun];
}
