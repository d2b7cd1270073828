/** The server's templates hold all that the script looks for, and nothing that it does not know. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { KINDS } from "./kind.ts";
import { NOTICES } from "./notices.ts";
import { readSettings } from "./settings.ts";
import { VERDICTS } from "./verdict.ts";

const WEB = "..";
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1]!);
const read = (name: string): string => readFileSync(`${WEB}/${name}`, "utf8");
/** A template with those that it includes in their places. */
const template = (name: string): string =>
  read(`templates/${name}`).replace(/\{#[\s\S]*?#\}/g, "").replace(/\{% include "([^"]+)" %\}/g, (_, inner: string) => template(inner));

const page = template("verify/scanner.html");
const screen = template("verify/verdict.html");
const server = read("src/verify/scanner.rs");
const listed = (constant: string): string[] => all(new RegExp(`const ${constant}: [^=]*= \\[([^\\]]*)\\]`).exec(server)?.[1] ?? "", /"([^"]+)"/g);

const WHENS = [
  "no-words", "foreign", "own", "list-fresh", "list-old", "list-absent", "public", "conditions", "vehicle", "zones", "hours-both",
  "hours-from", "hours-until", "details", "days", "outside-days", "outside-hours", ...KINDS.map((kind) => `kind-${kind}`),
];
const PLACES = ["title", "from", "until", "left", "since", "starts", "age", "address", "value", "n", "limit", "time", "weekday", "start", "end"];
const DEVICE_WHENS = ["full", "unknown", "waiting", "sent", "never-sent", "checkpoint", "no-checkpoint", "not-kept-full", "not-kept-broken", "see"];
const DEVICE_PLACES = ["name", "checkpoint", "phrase", "count", "age", "time"];
const ACTIONS = ["start", "stop", "again", "update", "torch", "camera", "install"];

test("the page carries each setting that the script reads, and no other", () => {
  const asked = new Set<string>();
  const dataset = new Proxy({}, { get: (_, name) => void asked.add(String(name)) });
  Object.assign(globalThis, { document: { getElementById: (id: string) => ({ dataset: id === "scanner" ? dataset : {} }) } });
  readSettings();
  const names = all(/<main id="scanner"([^>]*)>/.exec(page)![1]!, /\sdata-([a-z-]+)=/g);
  assert.deepEqual(names.map((name) => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())).sort(), [...asked].sort());
});

test("every notice of the script has its template, and no other is there", () => {
  const written = all(page, /data-notice="([a-z-]+)"/g);
  assert.deepEqual([...listed("WARNINGS"), ...listed("PROGRESS"), ...written].sort(), [...NOTICES].sort());
});

test("every verdict has its shape, and its screen a word, its list's age and the way on", () => {
  const shapes = all(template("verify/sign.html"), /\{% when "([^"]+)" %\}\s*<svg/g);
  assert.deepEqual(shapes.sort(), [...VERDICTS, "unconfirmed"].sort());
  const parts = [
    "verdict-word", "verdict-next", "verdict-age", 'data-when="list-fresh"', 'data-when="list-old"', 'data-when="list-absent"',
    'data-action="again"', 'data-slot="device"',
  ];
  for (const part of parts) assert.ok(screen.includes(part), part);
});

test("no word, place or action is there that the script does not know", () => {
  const whens = page.replaceAll("kind-{{ kind }}", listed("KINDS").map((kind) => `kind-${kind}`).join(" "));
  for (const when of all(whens, /data-when="([^"]+)"/g).flatMap((words) => words.split(" "))) assert.ok([...WHENS, ...DEVICE_WHENS].includes(when), when);
  assert.deepEqual(listed("KINDS"), [...KINDS]);
  for (const place of all(page, /[^{-]\{([a-z]+)\}/g)) assert.ok([...PLACES, ...DEVICE_PLACES].includes(place), place);
  for (const action of all(page, /data-action="([^"]+)"/g)) assert.ok(ACTIONS.includes(action), action);
});

test("what a sentence leaves open in any language is filled", () => {
  for (const { name: language } of readdirSync(`${WEB}/../locale/texts`, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const sentences = read(`../locale/texts/${language}/verify.ftl`).split("\n").filter((line) => /^(?:scan|verdict)-/.test(line));
    for (const place of all(sentences.join("\n"), /\{ *\$([a-z]+)/g)) {
      assert.ok(PLACES.includes(place) && listed("PLACES").includes(place), `${language}: ${place}`);
    }
  }
});

test("nothing is inline that the policy refuses", () => {
  assert.doesNotMatch(page, /\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)/);
});
