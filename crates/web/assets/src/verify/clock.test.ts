import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { clockError, heardServer, now, sawSigned } from "./clock.ts";

const NOW = 1_794_000_000;
const HOUR = 3600;
const date = (at: number): string => new Date(at * 1000).toUTCString();
mock.timers.enable({ apis: ["Date"], now: NOW * 1000 });
const phoneSays = (at: number): void => mock.timers.setTime(at * 1000);

test("a right clock is taken at its word", () => {
  assert.deepEqual([now(), clockError()], [NOW, null]);
  sawSigned(NOW - 60);
  assert.deepEqual([now(), clockError()], [NOW, null]);
});

test("off line it is never before what the issuer signed last", () => {
  phoneSays(NOW - 5 * HOUR);
  assert.deepEqual([now(), clockError()], [NOW - 60, -5 * HOUR + 60]);
  phoneSays(NOW);
});

test("on line it is the server's time, ahead or behind, until the clock is put right", () => {
  for (const [says, error] of [[NOW + 7 * HOUR, 7 * HOUR], [NOW - 2 * HOUR, -2 * HOUR], [NOW + 200, null]] as const) {
    phoneSays(says);
    heardServer(date(NOW));
    assert.deepEqual([now(), clockError()], [NOW, error]);
  }
  heardServer(null);
  heardServer("yesterday");
  assert.equal(now(), NOW);
});
