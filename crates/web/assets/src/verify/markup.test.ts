/** The reference pages in every language hold all that the script looks for, and nothing that it does not know. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { VERDICTS } from "./verdict.ts";

const read = (name: string): string => readFileSync(`src/verify/${name}`, "utf8").replace(/<!--[\s\S]*?-->/g, "");
const PAGES = ["page.html", "page.en.html"];
const all = (html: string, pattern: RegExp): string[] => [...html.matchAll(pattern)].map((match) => match[1]!);

const NOTICES = ["no-camera-permission", "no-camera", "camera-failed", "insecure", "no-keys", "checking", "updating", "updated", "update-failed"];
const WHENS = ["holder", "no-words", "foreign", "own", "list-fresh", "list-old", "list-absent", "public", "conditions"];
const PLACES = ["title", "from", "until", "left", "since", "starts", "age", "address", "value", "n"];

for (const name of PAGES) {
  const html = read(name);

  test(`${name} has a screen for every verdict, each with its shape, its word, its list's age and the way on`, () => {
    assert.deepEqual(all(html, /<template data-verdict="([^"]+)"/g).sort(), [...VERDICTS].sort());
    for (const screen of all(html, /<template data-verdict="[^"]+">([\s\S]*?)<\/template>/g)) {
      for (const part of ["<svg", "verdict-word", "verdict-next", "verdict-age", 'data-when="list-fresh"', 'data-when="list-old"', 'data-when="list-absent"', 'data-action="again"']) {
        assert.ok(screen.includes(part), part);
      }
    }
  });

  test(`${name} has every notice and no word, place or action that the script does not know`, () => {
    assert.deepEqual(all(html, /data-notice="([^"]+)"/g).sort(), [...NOTICES].sort());
    for (const when of all(html, /data-when="([^"]+)"/g).flatMap((words) => words.split(" "))) assert.ok(WHENS.includes(when), when);
    for (const place of all(html, /\{([a-z]+)\}/g)) assert.ok(PLACES.includes(place), place);
    for (const action of all(html, /data-action="([^"]+)"/g)) assert.ok(["start", "stop", "again", "update", "torch"].includes(action), action);
  });

  test(`${name} has nothing inline that the policy refuses`, () => {
    assert.doesNotMatch(html, /\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)/);
  });
}

test("the pages differ in words alone", () => {
  const skeleton = (name: string): string[] =>
    all(read(name), /<([^>]+)>/g).map((tag) => tag.replace(/(?:data-sentence|data-locale|data-last-four|data-unlabelled|aria-label|aria-current|lang)="[^"]*"/g, "").replace(/\s+/g, " ").trim());
  assert.deepEqual(skeleton(PAGES[0]!), skeleton(PAGES[1]!));
});
