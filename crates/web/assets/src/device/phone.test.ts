import assert from "node:assert/strict";
import { test } from "node:test";
import { NOW, type Office, TOKEN, office } from "./testing.ts";
import { openApi } from "./api.ts";
import { sendInBackground } from "./background.ts";
import { type Database, openDatabase } from "./database.ts";
import { enrol } from "./enrolment.ts";
import { readOrMakeKeys } from "./keystore.ts";
import { openOutbox } from "./outbox.ts";
import { type Phone, openPhone } from "./phone.ts";
import { type Incident, type Scan, shortened } from "./records.ts";
import { takeRevoked } from "./revoked.ts";
import { BATCH, sendAll } from "./sending.ts";
import { takeTurns } from "./turns.ts";

const CTI = "0123456789abcdef".repeat(2);
const scan = (changes: Partial<Scan> = {}): Scan => ({ id: crypto.randomUUID(), cti: CTI, verdict: "valid", freshness: "fresh", scanned_at: NOW, ...changes });
const incident = (): Incident => ({
  id: crypto.randomUUID(), kind: "fake", reason: "copied", note: "Lo llevaba otra persona", cti: CTI, code: "https://permisos.gob.pe/v#12345", verdict: "valid", scanned_at: NOW,
});

type Story = { server: Office; database: Database; phone: Phone; restart: () => Promise<Phone> };

/** An enrolled phone and its office; `restart` is the same phone with its page killed and opened. */
async function tell(story: (story: Story) => Promise<void>): Promise<void> {
  const [server, database] = [office(), await openDatabase()];
  await enrol(TOKEN, database, server.send);
  const restart = async (): Promise<Phone> => (await openPhone(await openDatabase(), { send: server.send, clock: () => NOW, inTurn: takeTurns(undefined) }))!;
  await story({ server, database, phone: await restart(), restart });
  await database.destroy();
}

test("scans wait without a network, over a killed page, and are sent once", () => tell(async ({ server, phone, restart }) => {
  server.next = ["down"];
  for (const one of [scan(), scan()]) assert.equal(await phone.keepScan(one), "kept");
  assert.equal(await phone.send(), "later");
  const later = await restart();
  assert.equal(await later.waiting(), 2);
  assert.equal(later.sentAt(), null);
  assert.equal(await later.send(), "done");
  assert.deepEqual([server.scans.size, await later.waiting(), later.sentAt()], [2, 0, NOW]);
  const asked = server.asked.length;
  await later.send();
  assert.equal(server.asked.length, asked, "there is nothing more to say");
}));

test("where the answer is lost, the phone repeats and the office has it once", () => tell(async ({ server, phone, restart }) => {
  await phone.send();
  const one = scan();
  await phone.keepScan(one);
  server.next = ["lost"];
  assert.equal(await phone.send(), "later");
  assert.equal(await phone.waiting(), 1, "nothing is dropped that the office did not say it has");
  assert.equal(await (await restart()).send(), "done");
  assert.deepEqual([[...server.scans.keys()], await phone.waiting()], [[one.id], 0]);
}));

test("two tabs that send at once send one after the other", () => tell(async ({ server, phone }) => {
  await phone.send();
  for (let i = 0; i < 3; i++) await phone.keepScan(scan());
  server.asked.length = 0;
  assert.deepEqual(await Promise.all([phone.send(), phone.send()]), ["done", "done"]);
  assert.deepEqual(server.asked, ["POST /api/v1/scans"]);
}));

test("a nonce that has run out costs one repetition, and no more than one", () => tell(async ({ server, phone }) => {
  await phone.send();
  server.forgetNonce();
  server.asked.length = 0;
  await phone.keepScan(scan());
  assert.equal(await phone.send(), "done");
  assert.deepEqual(server.asked, ["POST /api/v1/scans", "POST /api/v1/scans"]);

  const send: Office["send"] = async (path, init) => (server.forgetNonce(), server.send(path, init));
  server.asked.length = 0;
  const ask = openApi(phone.device().id, await readOrMakeKeys(await openDatabase()), send);
  assert.deepEqual(await ask("GET", "/api/v1/device"), { failure: "unreachable", status: 401, code: "nonce" });
  assert.equal(server.asked.length, 2);
}));

test("many scans go in batches, and the one that the office will not have holds up no other", () => tell(async ({ server, database }) => {
  const { sealing, ...keys } = await readOrMakeKeys(database);
  const outbox = openOutbox(database, sealing);
  const scans = Array.from({ length: BATCH + 7 }, () => scan());
  for (const one of scans) await outbox.keep("scans", one);
  server.hates.add(scans[3]!.id);
  const ask = openApi((await openPhone(database, { send: server.send, clock: () => NOW, inTurn: takeTurns(undefined) }))!.device().id, { sealing, ...keys }, server.send);
  assert.deepEqual(await sendAll(outbox, ask, () => NOW), { end: "done", kept: scans.length - 1 });
  assert.deepEqual([server.scans.size, await outbox.waiting("scans")], [scans.length - 1, 1]);
  assert.ok(server.bodies.every((body) => (body.match(/"verdict"/g) ?? []).length <= BATCH));
}));

test("with the page closed the service worker sends, asks to be woken again, and forgets a revoked phone", () => tell(async ({ server, phone, restart }) => {
  const wake = (): Promise<void> => sendInBackground("chasqui-device", { send: server.send, clock: () => NOW, inTurn: takeTurns(undefined) });
  await phone.keepScan(scan());
  server.next = ["down"];
  await assert.rejects(wake());
  await wake();
  assert.deepEqual([server.scans.size, await phone.waiting()], [1, 0]);
  server.revoked = true;
  await phone.keepScan(scan());
  await wake();
  assert.equal(await restart(), null);
  assert.deepEqual([await takeRevoked(), await takeRevoked()], [true, false], "the next opening says why, once");
}));

test("a report goes before the scans, with its code and the time it was sent", () => tell(async ({ server, phone }) => {
  await phone.send();
  await phone.keepScan(scan());
  const report = incident();
  await phone.keepIncident(report);
  server.asked.length = 0;
  await phone.send();
  assert.deepEqual(server.asked, ["POST /api/v1/incidents", "POST /api/v1/scans"]);
  assert.deepEqual([...server.incidents.values()], [{ ...report, sent_at: NOW }]);
}));

test("a report that the office refuses, or stumbles over, holds up none behind it", () => tell(async ({ server, phone }) => {
  const reports = Array.from({ length: 4 }, incident).sort((one, other) => (one.id < other.id ? -1 : 1));
  for (const report of reports) await phone.keepIncident(report);
  await phone.keepScan(scan());
  server.stumblesOver.add(reports[0]!.id);
  server.hates.add(reports[1]!.id);
  assert.equal(await phone.send(), "later");
  assert.deepEqual([...server.incidents.keys()], [reports[2]!.id, reports[3]!.id]);
  assert.equal(server.scans.size, 1);
  assert.deepEqual(reports.map(({ id }) => phone.isRefused(id)), [false, true, false, false]);
  server.stumblesOver.clear();
  assert.deepEqual([await phone.send(), await phone.waiting()], ["done", 1]);
}));

test("a server that stumbles over everything is not asked of each", () => tell(async ({ server, phone }) => {
  await phone.send();
  for (let i = 0; i < 9; i++) {
    const report = incident();
    server.stumblesOver.add(report.id);
    await phone.keepIncident(report);
  }
  server.asked.length = 0;
  assert.deepEqual([await phone.send(), server.asked.length], ["later", 4]);
}));

test("a text is cut between letters, and half a letter becomes a sign that servers take", () => {
  const cases: [string, number, string][] = [
    ["Lo llevaba otro", 2000, "Lo llevaba otro"],
    ["Ñandú", 3, "Ñan"],
    ["a🚚b", 2, "a🚚"],
    ["🚚🚚", 1, "🚚"],
    ["a\ud83d", 2, "a\ufffd"],
    ["\ude9a\ud83d\ud83d\ude9a", 4, "\ufffd\ufffd🚚"],
    ["", 5, ""],
  ];
  for (const [text, most, cut] of cases) assert.equal(shortened(text, most), cut, JSON.stringify(text));
});

test("a revoked phone forgets everything", () => tell(async ({ server, phone }) => {
  await phone.keepScan(scan());
  server.revoked = true;
  server.asked.length = 0;
  assert.equal(await phone.send(), "gone");
  assert.equal(server.asked.length, 1, "nothing is tried after it");
  await phone.forget();
  const left = await openDatabase();
  assert.equal(await openPhone(left, { send: server.send, clock: () => NOW, inTurn: takeTurns(undefined) }), null);
  for (const storeName of ["keys", "facts", "scans", "incidents"] as const) assert.equal(await left.count(storeName), 0, storeName);
}));

test("a phone that the office does not know any more says so and keeps all; enrolled anew, it sends it under its new id", () => tell(async ({ server, database, phone, restart }) => {
  await phone.send();
  const [one, report] = [scan(), incident()];
  await phone.keepScan(one);
  await phone.keepIncident(report);
  server.restore();
  server.asked.length = 0;
  assert.deepEqual([await phone.send(), phone.isUnknown()], ["unknown", true]);
  assert.equal(server.asked.length, 1, "nothing more is said to who does not listen");
  assert.equal(await phone.find({ plate: "ABC-123" }), "unknown");
  server.next = ["down"];
  assert.deepEqual([await phone.send(), phone.isUnknown()], ["later", true], "without a network it is still so");
  await sendInBackground("chasqui-device", { send: server.send, clock: () => NOW, inTurn: takeTurns(undefined) });
  assert.equal(await phone.waiting(), 2);

  const before = phone.device().id;
  assert.ok(typeof (await enrol(TOKEN, database, server.send)) === "object");
  const anew = await restart();
  assert.notEqual(anew.device().id, before);
  assert.deepEqual([await anew.send(), anew.isUnknown(), await anew.waiting()], ["done", false, 0]);
  assert.deepEqual([[...server.scans.keys()], [...server.incidents.keys()]], [[one.id], [report.id]]);
}));

test("only the office's own words wipe a phone, and a page of somebody else's network keeps it waiting", () => tell(async ({ phone }) => {
  const keys = await readOrMakeKeys(await openDatabase());
  const answers: [Response, string][] = [
    [new Response("<html>Sign in to the Wi-Fi</html>", { status: 200 }), "unreachable"],
    [new Response("<html>401</html>", { status: 401 }), "unreachable"],
    [new Response("gateway", { status: 502 }), "unreachable"],
    [new Response("{}", { status: 404 }), "unreachable"],
    [Response.json({ code: "device-revoked" }, { status: 403 }), "unreachable"],
    [Response.json({ code: "device-unknown" }, { status: 401 }), "unknown"],
    [Response.json({ code: "device-revoked" }, { status: 401 }), "gone"],
  ];
  for (const [response, failure] of answers) {
    const answer = await openApi(phone.device().id, keys, async () => response)("GET", "/api/v1/device");
    assert.equal("failure" in answer && answer.failure, failure);
  }
}));

test("a full phone says so and keeps what it has; a scan that it has already may still change", () => tell(async ({ database }) => {
  const { sealing } = await readOrMakeKeys(database);
  const outbox = openOutbox(database, sealing, { scans: 2, incidents: 1 });
  const first = scan();
  assert.deepEqual([await outbox.keep("scans", first), await outbox.keep("scans", scan()), await outbox.keep("scans", scan())], ["kept", "kept", "full"]);
  assert.equal(await outbox.keep("scans", { ...first, verdict: "revoked" }), "kept");
  assert.equal(await outbox.keep("incidents", incident()), "kept", "a report has room of its own");
  const noRoom = { ...database, put: () => Promise.reject(new DOMException("", "QuotaExceededError")) };
  assert.equal(await openOutbox(noRoom, sealing).keep("scans", scan()), "refused");
  assert.equal(await outbox.waiting("scans"), 2);
}));

test("whoever reads the phone's storage finds no name, number, permit or code", () => tell(async ({ phone }) => {
  await phone.keepScan(scan({ lat: -12.05, lon: -77.04 }));
  await phone.keepIncident(incident());
  const raw = await everythingStored();
  assert.ok(raw.length > 1000, "there is something to read");
  const secrets = [CTI, "Garita", "Ricardo Palma", "zorro", "copied", "12345", "valid", "fresh", "Lo llevaba", "-12.05", "scanned_at", String(NOW)];
  for (const secret of secrets) assert.ok(!raw.includes(secret), secret);
}));

/** All that IndexedDB holds, keys of entries too, as the letters that a reader of the disk would see. */
async function everythingStored(): Promise<string> {
  const open = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open("chasqui-device");
    request.onsuccess = () => resolve(request.result);
  });
  const all = await Promise.all([...open.objectStoreNames].flatMap((name) => {
    const store = open.transaction(name).objectStore(name);
    return [store.getAll(), store.getAllKeys()].map((request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result))));
  }));
  open.close();
  return letters(all);
}

function letters(value: unknown): string {
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString("latin1");
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer).toString("latin1");
  if (typeof value === "object" && value !== null) return Object.entries(value).map(([name, inside]) => `${name} ${letters(inside)}`).join(" ");
  return String(value);
}
