/** What is read on the pages can be read, in the light and in the dark. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { contrast, light, tokensOf } from "./colours.ts";

const read = (name: string) => tokensOf(readFileSync(`src/styles/${name}`, "utf8"));
const day = new Map([...read("tokens.css"), ["accent-line", "#00526b"], ["link", "#00526b"], ["link-dark", "#003a4d"], ["on-tint", "#003a4d"]] as [string, string][]);
const dark = new Map([...day, ...read("dark.css")]);
for (const [name, of] of [["accent-line", "link"], ["on-tint", "ink"], ["button-edge", "edge"]] as const) dark.set(name, dark.get(of)!);

/** Letters, and what they stand on. */
const LETTERS: [string, string][] = [
  ...["ink", "muted", "link", "link-dark", "good", "warn", "bad"].map((letters): [string, string] => [letters, "paper"]),
  ...["ink", "muted", "link", "link-dark"].map((letters): [string, string] => [letters, "tint"]),
  ["ink", "line"], ["ink", "focus"], ["ink", "accent-tint"], ["ink", "warn-tint"], ["ink", "good-tint"], ["ink", "bad-tint"],
  ["on-tint", "accent-tint"], ["good", "good-tint"], ["warn", "warn-tint"], ["bad", "bad-tint"],
  ["on-accent", "accent"], ["on-accent", "accent-dark"], ["on-ground", "good-ground"], ["on-ground", "bad-ground"], ["on-ground", "good-dark"], ["on-ground", "bad-dark"],
  ["on-strip", "strip"],
];
/** Lines and signs, and what they stand on. */
const SIGNS: [string, string][] = [["edge", "paper"], ["accent-line", "paper"], ["warn-edge", "paper"], ["bad", "paper"], ["good", "paper"]];

for (const [scheme, tokens] of [["light", day], ["dark", dark]] as const) {
  test(`letters and signs can be read in the ${scheme}`, () => {
    for (const [pairs, least] of [[LETTERS, 4.5], [SIGNS, 3]] as const) {
      for (const [one, other] of pairs) {
        const found = contrast(light(tokens, one), light(tokens, other));
        assert.ok(found >= least, `${one} on ${other}: ${found.toFixed(2)}`);
      }
    }
  });
}

test("a button's edge is seen in the dark, whatever its colour is", () => {
  assert.ok(contrast(light(dark, "button-edge"), light(dark, "paper")) >= 3);
});
