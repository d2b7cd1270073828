import assert from "node:assert/strict";
import { test } from "node:test";
import { NOW, TOKEN, office } from "./testing.ts";
import { openDatabase } from "./database.ts";
import { enrol } from "./enrolment.ts";
import { type Moment, momentOf } from "./moment.ts";
import { openPhone } from "./phone.ts";
import type { Scan } from "./records.ts";
import { takeTurns } from "./turns.ts";

const HOUR = 3_600_000;
/** How long ago it was when it is sent. */
const AGO = 2 * HOUR;

/** When the office dates a scan, as the server does: by how long it was before it was sent. */
async function dated(moment: Moment, aheadNow: number): Promise<number> {
  const [server, database] = [office(), await openDatabase()];
  await enrol(TOKEN, database, server.send);
  server.time = NOW;
  const phone = (await openPhone(database, { send: server.send, clock: () => NOW - aheadNow, inTurn: takeTurns(undefined) }))!;
  const scan: Scan = { id: "a", cti: null, verdict: "forged", freshness: "fresh", ...moment };
  await phone.keepScan(scan);
  await phone.keepIncident({ ...scan, kind: "fake", reason: "copied", code: "1" });
  assert.equal(await phone.send(), "done");
  const bodies = server.bodies.map((body) => (body ? (JSON.parse(body) as { sent_at: number; scanned_at?: number; scans?: Scan[] }) : null));
  const scans = bodies.filter((body) => body?.scans).at(-1)!;
  const report = bodies.filter((body) => body?.scanned_at).at(-1)!;
  assert.equal(report.sent_at - report.scanned_at!, scans.sent_at - scans.scans![0]!.scanned_at, "a report is dated as a scan");
  assert.ok(server.bodies.every((body) => !body.includes("ahead")));
  await database.destroy();
  return NOW - Math.max(0, scans.sent_at - scans.scans![0]!.scanned_at);
}

test("a scan is dated as well as the phone knew, whatever became of its clock before it was sent", async () => {
  const then = NOW - AGO;
  const cases: [string, number, number | null, number, number][] = [
    // Clock behind at the scan (below zero: ahead); what the page knew of it; clock behind at the sending; how wrong the office's date is.
    ["a clock that is right", 0, 0, 0, 0],
    ["an hour ahead, known, and put right", -HOUR, -HOUR, 0, 0],
    ["an hour behind, known, and put right", HOUR, HOUR, 0, 0],
    ["known, and as wrong as it was", -HOUR, -HOUR, -HOUR, 0],
    ["known, and wrong in another way", -HOUR, -HOUR, HOUR, 0],
    ["not known, and as wrong as it was", HOUR, null, HOUR, 0],
    ["known only not to be before the newest list, and as wrong as it was", 9 * HOUR, 5 * HOUR, 9 * HOUR, 0],
    ["known only not to be before the newest list, and put right", 9 * HOUR, 5 * HOUR, 0, -4 * HOUR],
  ];
  for (const [what, behind, known, behindNow, wrong] of cases) {
    const phone = then - behind;
    const moment = momentOf(phone, (phone + (known ?? 0)) / 1000);
    assert.equal(await dated(moment, behindNow), then + wrong, what);
  }
});

test("a clock that is off by seconds is right enough", () => {
  assert.deepEqual(momentOf(NOW, NOW / 1000 - 1), { scanned_at: NOW });
  assert.deepEqual(momentOf(NOW, NOW / 1000 - 3600), { scanned_at: NOW, ahead: -HOUR });
});
