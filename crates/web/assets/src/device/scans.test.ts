import assert from "node:assert/strict";
import { test } from "node:test";
import type { Check, Verdict } from "../verify/verdict.ts";
import type { Freshness } from "../verify/trust.ts";
import { NOW } from "./testing.ts";
import { readWanted } from "./look-up.ts";
import type { Moment } from "./moment.ts";
import { coarse, openPlaces } from "./place.ts";
import { openScans } from "./scans.ts";

const CTI = "09".repeat(16);
const check = (verdict: Verdict = "valid", freshness: Freshness = "fresh"): Check =>
  ({ verdict, freshness, age: 1, permit: verdict === "forged" ? null : { cti: CTI }, description: null, foreignAddress: null }) as unknown as Check;
const at = (scanned_at: number): Moment => ({ scanned_at });
const ids = (): (() => string) => {
  let last = 0;
  return () => `id-${++last}`;
};

test("each new scan is a record; drawing it again is none", () => {
  const scans = openScans(ids());
  assert.deepEqual(scans.of(check(), "A", false, at(NOW), { lat: -12.05, lon: -77.04 }), {
    id: "id-1", cti: CTI, verdict: "valid", freshness: "fresh", scanned_at: NOW, lat: -12.05, lon: -77.04,
  });
  assert.equal(scans.of(check(), "A", true, at(NOW + 1), null), null);
  assert.equal(scans.of(check("expired"), "A", true, at(NOW + 60_000), null), null, "the permit ended while it was looked at");
  assert.equal(scans.of(check(), "A", false, at(NOW + 60_000), null)?.id, "id-2");
  assert.equal(scans.of(check("forged"), "B", false, at(NOW + 61_000), null)?.cti, null, "an unsigned id is nobody's");
});

test("the same permit twice within seconds is one scan, unless its verdict changes", () => {
  const scans = openScans(ids());
  assert.equal(scans.of(check("valid", "absent"), "A", false, at(NOW), null)?.id, "id-1");
  assert.equal(scans.of(check("valid", "absent"), "A", false, at(NOW + 3000), null), null);
  assert.equal(scans.of(check("valid", "fresh"), "A", true, at(NOW + 3500), null), null, "only the list is newer");
  const fresh = scans.of(check("revoked", "fresh"), "A", true, at(NOW + 4000), null);
  assert.deepEqual([fresh?.id, fresh?.verdict, fresh?.scanned_at], ["id-2", "revoked", NOW + 4000]);
  assert.equal(scans.of(check(), "B", false, at(NOW + 5000), null)?.id, "id-3");
  assert.equal(scans.of(check(), "A", false, at(NOW + 6000), null)?.id, "id-4");
});

test("a place is a hundredth of a degree, some minutes old at most, and only where it is allowed", async () => {
  assert.deepEqual(coarse(-12.046374, -77.042793), { lat: -12.05, lon: -77.04 });
  let now = NOW;
  const phone = (answer: (yes: PositionCallback, no: PositionErrorCallback) => void): Geolocation =>
    ({ getCurrentPosition: (yes: PositionCallback, no: PositionErrorCallback) => answer(yes, no) }) as unknown as Geolocation;
  const places = openPlaces(phone((yes) => yes({ coords: { latitude: -12.046374, longitude: -77.042793 } } as GeolocationPosition)), () => now);
  assert.equal(places.last(now), null);
  assert.equal(await places.look(), true);
  assert.deepEqual(places.last(now), { lat: -12.05, lon: -77.04 });
  now += 11 * 60_000;
  assert.equal(places.last(now), null);
  const refused = (code: number) => openPlaces(phone((_, no) => no({ code } as GeolocationPositionError)), () => now).look();
  assert.deepEqual([await refused(1), await refused(2), await openPlaces(undefined, () => now).look()], [false, true, false]);
});

test("what is typed is a permit's number or a plate", () => {
  const cases: [string, object | null][] = [
    ["7K2QM-X9T4B-H", { number: "7K2QM-X9T4B-H" }],
    [" 7k2qmx9t4bh ", { number: "7k2qmx9t4bh" }],
    ["ABC-123", { plate: "ABC-123" }],
    ["a1b 234", { plate: "a1b 234" }],
    ["12", null],
    ["", null],
  ];
  for (const [typed, wanted] of cases) assert.deepEqual(readWanted(typed), wanted, typed);
});
