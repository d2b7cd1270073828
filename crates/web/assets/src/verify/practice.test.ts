import assert from "node:assert/strict";
import { test } from "node:test";
import decodeQR from "qr/decode.js";
import { PRACTICE, practise } from "./practice.ts";

test("a decoder practises on a code that it can read", async () => {
  globalThis.ImageData ??= class { constructor(public data: Uint8ClampedArray, public width: number, public height: number) {} } as typeof ImageData;
  const read: string[] = [];
  await practise((picture) => read.push(decodeQR(picture)));
  assert.ok(read.length > 0);
  assert.ok(read.every((text) => text === PRACTICE), `${read}`);
});
