/** The changed texts that the Rust reader refused, and some it took, come to the same verdict here. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { readKeys } from "./keys.ts";
import { readStatusList } from "./status-list.ts";
import { check } from "./verdict.ts";

/** Written by `crates/permit/tests/permit/mutations.rs`; `./just unit` names it. */
const FILE = process.env.CHASQUI_MUTANTS;
const skip = FILE === undefined && "CHASQUI_MUTANTS names no file: run ./just unit, which has Rust write it";

test("20,000 changed texts come to the verdicts that Rust gives", { skip }, async () => {
  assert.ok(existsSync(FILE!), `${FILE} is not there: its test in crates/permit has not run`);
  const [head, ...lines] = readFileSync(FILE!, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
  const { keys: json, list: hex, now } = head as { keys: string; list: string; now: number };
  const keys = (await readKeys(json))!;
  const list = (await readStatusList(Buffer.from(hex, "hex"), "permisos.gob.pe", 12, keys, now))!;
  const trust = { keys, descriptions: new Map(), lists: new Map([[12, list]]) };
  assert.equal(lines.length, 20_000);
  for (const [kind, text, ...said] of lines as string[][]) {
    const { verdict, freshness } = await check(text!, trust, now);
    assert.deepEqual([verdict, freshness], said, `${kind}: ${text}`);
  }
});
