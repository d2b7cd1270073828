/** The vectors that the Rust reader is held to as well (crates/permit/tests/permit/key_sets.rs). */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Pinned, acceptKeys } from "./signed-keys.ts";

type Expected = { refused: string } | { version: number; roots: string[]; keys: { kid: string; purpose: string }[] };
type Case = { name: string; pinned: Pinned; issuer: string; now: number; bytes: string; expect: Expected };
const { cases } = JSON.parse(readFileSync("../../permit/tests/vectors/key-sets.json", "utf8")) as { cases: Case[] };

for (const { name, pinned, issuer, now, bytes, expect } of cases) {
  test(`a key set: ${name}`, async () => {
    const found = await acceptKeys(pinned, Buffer.from(bytes, "hex"), issuer, now);
    if (typeof found === "string") return assert.deepEqual({ refused: found }, expect);
    const keys = [...found.keys.keys.values()].map(({ kid, purpose }) => ({ kid, purpose }));
    assert.deepEqual({ version: found.pinned.last?.version, roots: found.pinned.roots, keys }, expect);
  });
}
