/** The verdicts' colours can be read, by day and by night, and told apart by whoever sees no red, no green or no blue. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { contrast, light, tokensOf, type Colour } from "../styles/colours.ts";
import { VERDICTS } from "./verdict.ts";

const SCREENS = [...VERDICTS, "unconfirmed"];
const css = readFileSync("src/styles/tokens.css", "utf8") + readFileSync("src/styles/signals.css", "utf8");
const [dayRules = "", nightRules = ""] = css.split(/(?=:root\[data-light=night\])/);
const day = new Map(tokensOf(dayRules));
const night = new Map([...day, ...tokensOf(nightRules)]);

/** Machado, Oliveira and Fernandes 2009, severity 1: what is seen of linear light. */
const EYES: Record<string, readonly Colour[]> = {
  everybody: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

const seen = (colour: Colour, eyes: readonly Colour[]): Colour =>
  eyes.map((row) => Math.min(1, Math.max(0, row[0] * colour[0] + row[1] * colour[1] + row[2] * colour[2]))) as unknown as Colour;

/** How far apart two colours look: the distance in Oklab, in hundredths (black to white is 100). */
function distance(a: Colour, b: Colour): number {
  const [p, q] = [oklab(a), oklab(b)];
  return 100 * Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

function oklab([red, green, blue]: Colour): Colour {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

test("by day the words on every verdict's colour have a contrast of 4.5 at least", (t) => {
  for (const screen of SCREENS) {
    const found = contrast(light(day, `sign-${screen}`), light(day, `on-${screen}`));
    t.diagnostic(`${screen} ${found.toFixed(1)}`);
    assert.ok(found >= 4.5, `${screen}: ${found.toFixed(2)}`);
  }
});

test("at night the verdict's colour on the dark ground has 7 at least, and so has all that is read", (t) => {
  for (const screen of SCREENS) {
    const found = contrast(light(night, `sign-${screen}`), light(night, "paper"));
    t.diagnostic(`${screen} ${found.toFixed(1)}`);
    assert.ok(found >= 7, `${screen}: ${found.toFixed(2)}`);
  }
  const read: [string, string][] = [
    ["ink", "paper"], ["ink", "tint"], ["muted", "paper"], ["link", "paper"], ["link", "tint"], ["link", "warn-tint"], ["warn", "warn-tint"],
    ["on-strip", "strip"], ["on-accent", "accent"], ["on-careful", "sign-careful"], ["good", "paper"], ["bad", "paper"], ["ink", "warn-tint"],
  ];
  for (const [text, ground] of read) assert.ok(contrast(light(night, text), light(night, ground)) >= 7, `${text} on ${ground}`);
});

test("by day the rest that a verdict's screen says has 4.5 at least", () => {
  const read: [string, string][] = [
    ["ink", "paper"], ["ink", "tint"], ["muted", "paper"], ["accent", "paper"], ["accent", "tint"], ["accent", "warn-tint"],
    ["warn", "warn-tint"], ["on-strip", "strip"], ["on-accent", "accent"], ["on-careful", "sign-careful"],
  ];
  for (const [text, ground] of read) assert.ok(contrast(light(day, text), light(day, ground)) >= 4.5, `${text} on ${ground}`);
});

for (const [name, tokens, apart, fromValid] of [["day", day, 9, 13], ["night", night, 8, 11]] as const) {
  test(`${name}: no two verdicts look alike to anybody, and nothing looks like valid`, (t) => {
    for (const [eyes, matrix] of Object.entries(EYES)) {
      const colour = (screen: string): Colour => seen(light(tokens, `sign-${screen}`), matrix);
      const pairs = SCREENS.flatMap((a, i) => SCREENS.slice(i + 1).map((b) => ({ a, b, far: distance(colour(a), colour(b)) })));
      pairs.sort((one, other) => one.far - other.far);
      const [nearest] = pairs;
      const alike = pairs.find(({ a, b }) => a === "valid" || b === "valid")!;
      t.diagnostic(`${eyes}: nearest ${nearest!.a} and ${nearest!.b} ${nearest!.far.toFixed(1)}; valid and ${alike.a === "valid" ? alike.b : alike.a} ${alike.far.toFixed(1)}`);
      assert.ok(nearest!.far >= apart, `${eyes}: ${nearest!.a} and ${nearest!.b} are ${nearest!.far.toFixed(1)} apart`);
      assert.ok(alike.far >= fromValid, `${eyes}: ${alike.a} and ${alike.b} are ${alike.far.toFixed(1)} apart`);
    }
  });
}
