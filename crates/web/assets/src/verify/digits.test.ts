import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeDigits } from "./digits.ts";
import { encodeDigits } from "./testing.ts";

test("bytes of every length come back", () => {
  for (let length = 1; length < 60; length++) {
    for (const fill of [0, 1, 0x7f, 0xff]) {
      const bytes = new Uint8Array(length).fill(fill);
      assert.deepEqual(decodeDigits(encodeDigits(bytes)), bytes, `${length} bytes of ${fill}`);
    }
  }
});

test("groups are big-endian, seven bytes in 17 digits, the last in the fewest that hold it", () => {
  assert.equal(encodeDigits(Uint8Array.of(0, 0, 0, 0, 0, 1, 0)), "00000000000000256");
  assert.deepEqual(decodeDigits("00000000000000256"), Uint8Array.of(0, 0, 0, 0, 0, 1, 0));
  assert.deepEqual(decodeDigits("00000000000000256255"), Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 255));
});

test("what no writer writes is refused", () => {
  const refused: [string, string][] = [
    ["", "nothing"],
    ["256", "one byte over 255"],
    ["65536", "two bytes over 2^16"],
    ["16777216", "three bytes over 2^24"],
    ["4294967296", "four bytes over 2^32"],
    ["1099511627776", "five bytes over 2^40"],
    ["281474976710656", "six bytes over 2^48"],
    ["72057594037927936", "seven bytes over 2^56"],
    ...[1, 2, 4, 6, 7, 9, 11, 12, 14, 16].map((n): [string, string] => ["0".repeat(n), `a tail of ${n} digits`]),
    ["0".repeat(7090), "more than a QR code holds"],
    ["25５", "a digit of another script"],
    ["-01", "a sign"],
    ["0x1", "another base"],
    [" 12", "a space"],
    ["001\n", "a line end"],
  ];
  for (const [digits, why] of refused) assert.equal(decodeDigits(digits), null, why);
});
