import assert from "node:assert/strict";
import { test } from "node:test";
import { NOW, TOKEN, office } from "./testing.ts";
import { openDatabase } from "./database.ts";
import { enrol } from "./enrolment.ts";
import { takeToken } from "./hooks.ts";
import { openPhone } from "./phone.ts";
import { takeTurns } from "./turns.ts";

test("the token leaves the address as it is read, and only a token is taken", () => {
  const cases: [string, string | null, boolean][] = [
    [`#enrol=${TOKEN}`, TOKEN, true],
    ["#enrol=", null, true],
    ["#enrol=a b", null, true],
    [`#enrol=${"a".repeat(201)}`, null, true],
    ["#12345", null, false],
    ["", null, false],
  ];
  for (const [hash, token, isWiped] of cases) {
    const replaced: string[] = [];
    const history = { replaceState: (_: unknown, __: string, to: string) => void replaced.push(to) } as History;
    assert.equal(takeToken({ hash, pathname: "/v", search: "?lang=es" } as Location, history), token, hash);
    assert.deepEqual(replaced, isWiped ? ["/v?lang=es"] : []);
  }
});

test("a phone proves its key, learns who it is, and still knows after a restart", async () => {
  const [server, database] = [office(), await openDatabase()];
  const device = await enrol(TOKEN, database, server.send);
  assert.ok(typeof device === "object");
  assert.deepEqual([device.name, device.checkpoint?.name, device.phrase, device.root], ["Garita 3", "Puente Ricardo Palma", "el zorro de arriba", "ab".repeat(32)]);
  const phone = await openPhone(await openDatabase(), { send: server.send, clock: () => NOW, inTurn: takeTurns(undefined) });
  assert.deepEqual(phone?.device(), device);
  assert.equal(phone?.reasons()?.fake[0]?.code, "copied");
  await database.destroy();
});

test("an answer that is lost costs nothing: the same phone comes again with the same key", async () => {
  const [server, database] = [office(), await openDatabase()];
  server.next = ["lost"];
  assert.equal(await enrol(TOKEN, database, server.send), "no-network");
  assert.ok(typeof (await enrol(TOKEN, await openDatabase(), server.send)) === "object");
  await database.destroy();
});

test("every refusal is a sentence of its own, and enrols nobody", async () => {
  const database = await openDatabase();
  const cases: [string, Partial<ReturnType<typeof office>>, string][] = [
    [TOKEN, { token: "used" }, "token-used"],
    [TOKEN, { token: "expired" }, "token-expired"],
    ["other", {}, "token-unknown"],
    [TOKEN, { next: ["down"] }, "no-network"],
  ];
  for (const [token, state, problem] of cases) {
    assert.equal(await enrol(token, database, Object.assign(office(), state).send), problem);
  }
  const broken = { ...database, put: () => Promise.reject(new DOMException("", "QuotaExceededError")), get: async () => null };
  assert.equal(await enrol(TOKEN, broken, office().send), "no-storage");
  assert.equal(await openPhone(database, { send: office().send, clock: () => NOW, inTurn: takeTurns(undefined) }), null);
  await database.destroy();
});
