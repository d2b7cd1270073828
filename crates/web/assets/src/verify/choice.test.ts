import assert from "node:assert/strict";
import { test } from "node:test";
import { ROUND, openChoice } from "./choice.ts";

const OWN = "https://permisos.gob.pe";
const OURS = `${OWN}/v#123`;
const OTHERS = ["https://wa.me/qr/ABC", "https://permisos.gob.pe.example/v#123", `${OWN}/s/transit-permit`];

test("a code of ours is taken at once, wherever it stands among others", () => {
  for (const texts of [[OURS], [...OTHERS, OURS], [OURS, ...OTHERS]]) assert.equal(openChoice(OWN)(texts), OURS);
});

test("another is taken when a round of pictures held none of ours, and ours is taken as long as it comes before", () => {
  for (const other of OTHERS) {
    const choose = openChoice(OWN);
    for (let picture = 0; picture < ROUND; picture++) assert.equal(choose(picture % 2 ? [] : [other]), null);
    assert.equal(choose([]), other);
  }
  const choose = openChoice(OWN);
  for (let picture = 0; picture < ROUND; picture++) choose(OTHERS);
  assert.equal(choose([...OTHERS, OURS]), OURS);
});

test("without any code nothing is ever taken", () => {
  const choose = openChoice(OWN);
  for (let picture = 0; picture < 3 * ROUND; picture++) assert.equal(choose([]), null);
});
