/** Each part that the scripts make is in the server's template, and each that is there is made. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { REPORT_ENDS } from "./bar.ts";
import { ENROLMENT_PROBLEMS } from "./enrolment.ts";
import { REPORT_KINDS } from "./facts.ts";
import { LOOK_UP_PROBLEMS } from "./look-up.ts";

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1]!);
const template = readFileSync("../templates/verify/device.html", "utf8");
const server = readFileSync("../src/verify/scanner/device.rs", "utf8");
const listed = (constant: string): string[] => all(new RegExp(`const ${constant}: [^=]*= \\[([^\\]]*)\\]`).exec(server)?.[1] ?? "", /"([^"]+)"/g);
const scripts = readdirSync("src/device").filter((name) => name.endsWith(".ts") && !name.includes("test"));
const script = scripts.map((name) => readFileSync(`src/device/${name}`, "utf8")).join("\n");

test("every part has its template, and every template its use", () => {
  const there = [...all(template, /<template data-device="([a-z-]+)"/g), ...listed("SAID"), ...listed("PROBLEMS").map((name) => `problem-${name}`)];
  const problems = [...ENROLMENT_PROBLEMS, ...all(script, /saying\("([a-z-]+)"\)/g)].map((name) => `problem-${name}`);
  const composed = [...LOOK_UP_PROBLEMS.map((name) => `find-${name}`), ...REPORT_ENDS.map((name) => `report-${name}`)];
  const made = [...all(script, /make\("([a-z-]+)"/g), ...problems, ...composed];
  assert.deepEqual([...new Set(made)].sort(), [...new Set(there)].sort());
});

test("every button that is asked for is there, and every kind of report", () => {
  assert.deepEqual([...new Set(all(script, /\bon\(\w+, "([a-z-]+)"/g))].sort(), [...new Set(all(template, /data-device-action="([a-z-]+)"/g))].sort());
  assert.deepEqual(listed("REPORT_KINDS"), [...REPORT_KINDS]);
});
