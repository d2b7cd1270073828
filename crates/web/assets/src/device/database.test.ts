import assert from "node:assert/strict";
import { test } from "node:test";
import { dropConnections } from "./testing.ts";
import { openDatabase } from "./database.ts";
import { readOrMakeKeys } from "./keystore.ts";
import { openOutbox } from "./outbox.ts";
import type { Scan } from "./records.ts";

const scan = (id: string): Scan => ({ id, cti: null, verdict: "forged", freshness: "fresh", scanned_at: 0 });

test("where the browser drops the connection, what is asked next opens it again, and nothing is lost", async () => {
  const database = await openDatabase();
  const outbox = openOutbox(database, (await readOrMakeKeys(database)).sealing);
  assert.equal(await outbox.keep("scans", scan("a")), "kept");
  dropConnections();
  assert.equal(await outbox.keep("scans", scan("b")), "kept");
  dropConnections();
  const asked = await Promise.all([outbox.waiting("scans"), outbox.has("scans", "a"), outbox.keep("scans", scan("c"))]);
  assert.deepEqual(asked, [2, true, "kept"]);
  const writing = outbox.keep("scans", scan("d"));
  dropConnections();
  assert.equal(await writing, "kept");
  assert.equal(await outbox.waiting("scans"), 4);
  await database.destroy();
});

test("a database that was cleared meanwhile is not made anew without its keys: nothing is kept, and it is said why", async () => {
  const database = await openDatabase();
  const outbox = openOutbox(database, (await readOrMakeKeys(database)).sealing);
  dropConnections();
  await new Promise((resolve) => (indexedDB.deleteDatabase("chasqui-device").onsuccess = resolve));
  assert.equal(await outbox.keep("scans", scan("a")), "broken");
  assert.deepEqual(await indexedDB.databases(), []);
  assert.equal(await outbox.keep("scans", scan("b")), "broken", "as it is the next time");
});

test("who deletes it is heard in another tab, and it is not opened again", async () => {
  let heard = 0;
  const [one, other] = [await openDatabase(() => heard++), await openDatabase()];
  await other.destroy();
  assert.equal(heard, 1);
  await assert.rejects(one.count("scans"), { name: "InvalidStateError" });
  await assert.rejects(other.count("scans"), { name: "InvalidStateError" });
  assert.deepEqual(await indexedDB.databases(), []);
});
