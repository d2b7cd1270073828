import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { newId } from "./new-id.ts";

test("an id is a random UUID, and each is another", () => {
  const ids = Array.from({ length: 100 }, newId);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Set(ids).size, ids.length);
});

test("no script calls what the types let through and phones of 2020 do not have", () => {
  for (const folder of ["src/device", "src/verify"]) {
    for (const name of readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.includes("test"))) {
      assert.doesNotMatch(readFileSync(`${folder}/${name}`, "utf8"), /randomUUID\(|structuredClone\(/, name);
    }
  }
});
