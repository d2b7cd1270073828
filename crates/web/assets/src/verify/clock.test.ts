import assert from "node:assert/strict";
import { test } from "node:test";
import { type Moment, openClock } from "./clock.ts";

const NOW = 1_794_000_000;
const HOUR = 3600;
const DAY = 24 * HOUR;
const date = (at: number): string => new Date(at * 1000).toUTCString();

/** A phone that has just been switched on, and whose clock says this. */
function phone(says: number) {
  let at: Moment = { phone: says, steady: 0 };
  const clock = openClock(() => at);
  return {
    ...clock,
    puts: (says: number): void => void (at = { ...at, phone: says }),
    passes: (seconds: number): void => void (at = { phone: at.phone + seconds, steady: at.steady + seconds }),
    /** On many phones the steady clock stands still meanwhile. */
    sleeps: (seconds: number): void => void (at = { ...at, phone: at.phone + seconds }),
    hears: (says: number): void => clock.heardServer(date(says), at),
    tells: () => [clock.now(), clock.clockError()],
  };
}

test("a right clock is taken at its word", () => {
  const { tells, sawSigned } = phone(NOW);
  assert.deepEqual(tells(), [NOW, null]);
  sawSigned(NOW - 60);
  assert.deepEqual(tells(), [NOW, null]);
});

test("off line it is never before what the issuer signed last", () => {
  const { tells, sawSigned } = phone(NOW - 5 * HOUR);
  sawSigned(NOW - 60);
  assert.deepEqual(tells(), [NOW - 60, -5 * HOUR + 60]);
});

test("on line it is the server's time, ahead or behind, until the clock is put right", () => {
  const { tells, puts, hears, heardServer, moment, now } = phone(NOW);
  for (const [says, error] of [[NOW + 7 * HOUR, 7 * HOUR], [NOW - 2 * HOUR, -2 * HOUR], [NOW + 200, null]] as const) {
    puts(says);
    hears(NOW);
    assert.deepEqual(tells(), [NOW, error]);
  }
  heardServer(null, moment());
  heardServer("yesterday", moment());
  assert.equal(now(), NOW);
});

test("a clock that was ahead and is put right off line needs no correction any more", () => {
  for (const sleep of [0, 8 * HOUR]) {
    const { tells, puts, passes, sleeps, hears } = phone(NOW + DAY);
    hears(NOW);
    passes(HOUR);
    assert.deepEqual(tells(), [NOW + HOUR, DAY]);
    sleeps(sleep);
    assert.deepEqual(tells(), [NOW + HOUR + sleep, DAY], "sleep changes nothing");
    puts(NOW + HOUR + sleep + 2);
    assert.deepEqual(tells(), [NOW + HOUR + sleep + 2, null]);
    passes(HOUR);
    assert.deepEqual(tells(), [NOW + 2 * HOUR + sleep + 2, null]);
  }
});

test("a clock that is put right after a sleep longer than it was ahead needs none either", () => {
  const { tells, puts, sleeps, hears, now } = phone(NOW + DAY);
  hears(NOW);
  sleeps(30 * HOUR);
  now();
  puts(NOW + 30 * HOUR);
  assert.deepEqual(tells(), [NOW + 30 * HOUR, null]);
  sleeps(HOUR);
  assert.deepEqual(tells(), [NOW + 31 * HOUR, null]);
});

test("a clock that was behind may have slept when it jumps forward: it stays corrected", () => {
  const { tells, sleeps, hears } = phone(NOW - DAY);
  hears(NOW);
  sleeps(8 * HOUR);
  assert.deepEqual(tells(), [NOW + 8 * HOUR, -DAY]);
});

test("time does not go back for a clock that is put back, and goes on meanwhile; the server may say that it was wrong", () => {
  const { now, puts, passes, hears, sawSigned } = phone(NOW);
  assert.equal(now(), NOW);
  puts(NOW - 5 * HOUR);
  passes(60);
  assert.equal(now(), NOW + 60);
  hears(NOW - 2 * HOUR);
  assert.equal(now(), NOW - 2 * HOUR);
  puts(NOW - 9 * HOUR);
  passes(60);
  assert.equal(now(), NOW - 2 * HOUR + 60);
  sawSigned(NOW - HOUR);
  assert.equal(now(), NOW - 2 * HOUR + 60, "what is dated after the server's word was signed by a wrong clock");
  sawSigned(NOW - 2 * HOUR + 90);
  assert.equal(now(), NOW - 2 * HOUR + 90);
});

test("what was signed by a clock that was ahead counts no more once the server has been heard", () => {
  const { now, hears, sawSigned } = phone(NOW);
  sawSigned(NOW + DAY);
  assert.equal(now(), NOW + DAY);
  hears(NOW);
  sawSigned(NOW + DAY);
  assert.equal(now(), NOW);
});

test("an answer that was long on its way says nothing of the time, nor one to a question asked before another that was answered", () => {
  for (const halt of ["passes", "sleeps"] as const) {
    const one = phone(NOW);
    const asked = one.moment();
    one[halt](5 * HOUR);
    one.heardServer(date(NOW), asked);
    assert.deepEqual(one.tells(), [NOW + 5 * HOUR, null], halt);
  }
  const one = phone(NOW);
  const before = one.moment();
  one.passes(5 * HOUR);
  one.puts(NOW);
  one.heardServer(date(NOW - 5 * HOUR), before);
  assert.deepEqual(one.tells(), [NOW, null], "put back meanwhile");

  const { moment, passes, hears, heardServer, now } = phone(NOW);
  const asked = moment();
  passes(8);
  hears(NOW + 8);
  heardServer(date(NOW + 1), asked);
  assert.equal(now(), NOW + 8);
});
