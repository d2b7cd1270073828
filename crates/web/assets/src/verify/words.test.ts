import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Sentences, fill, words } from "./words.ts";

/** As the server puts them into the page. */
function sentences(language: string): Sentences {
  const file = readFileSync(`../../locale/texts/${language}/verify.ftl`, "utf8");
  const said = [...file.matchAll(/^time-(\w+) = (.*)$/gm)].map(([, name, text]) => [name, text!.replace(/\{ \$(\w+) \}/g, "{$1}")]);
  return Object.fromEntries(said) as Sentences;
}

const ZONE = "America/Lima";
const es = words(sentences("es-PE"), ZONE);
const en = words(sentences("en"), ZONE);
const qu = words(sentences("qu"), ZONE);

test("ages and spans are words that people say", () => {
  const cases: [string, string][] = [
    [es.relative(-180), "hace 3 minutos"],
    [es.relative(0), "hace 1 segundo"],
    [es.relative(-60), "hace 1 minuto"],
    [en.relative(-7300), "2 hours ago"],
    [en.relative(7300), "in 2 hours"],
    [es.relative(-200_000), "hace 2 días"],
    [qu.relative(-180), "3 minutu ñawpaq"],
    [qu.relative(7300), "2 ura qhipaman"],
    [es.span(18_600), "5 horas y 10 minutos"],
    [es.span(18_000), "5 horas"],
    [es.span(30), "1 minuto"],
    [en.span(90_000), "1 day and 1 hour"],
    [en.span(86_460), "1 day"],
    [qu.span(90_000), "1 p’unchaw, 1 ura"],
  ];
  for (const [actual, expected] of cases) assert.equal(actual, expected);
});

test("moments are told in the service's zone, not the phone's", () => {
  const at = 1_794_000_000;
  assert.deepEqual([es, en, qu].map((said) => said.moment(at)), ["vie 6 nov 2026, 16:20", "Fri 6 Nov 2026, 16:20", "wirnis 6/11/2026, 16:20"]);
  assert.deepEqual(es.local(at), { weekday: 5, time: "16:20" });
  assert.equal(words(sentences("es-PE"), "Asia/Kathmandu").moment(at), "sáb 7 nov 2026, 03:05");
  assert.deepEqual(es.local(Date.UTC(2026, 10, 8, 5, 1) / 1000), { weekday: 7, time: "00:01" }, "midnight is not 24");
});

test("an end at midnight is told by the last day that counts, a beginning by its first", () => {
  const midnight = Date.UTC(2026, 3, 4, 5) / 1000;
  assert.deepEqual([es.end(midnight), es.beginning(midnight)], ["vie 3 abr 2026", "sáb 4 abr 2026"]);
  assert.deepEqual([en.end(midnight), qu.end(midnight)], ["Fri 3 Apr 2026", "wirnis 3/4/2026"]);
  assert.deepEqual([es.end(midnight + 60), es.beginning(midnight + 60)], ["sáb 4 abr 2026, 00:01", "sáb 4 abr 2026, 00:01"]);
  assert.deepEqual([es.end(midnight + 1), es.weekday(midnight)], ["sáb 4 abr 2026, 00:00", "sáb"]);
});

test("every language has its seven days and twelve months", () => {
  for (const language of ["es-PE", "en", "qu"]) {
    const { weekdays, months } = sentences(language);
    assert.deepEqual([weekdays, months].map((list) => new Set(list.split(" ")).size), [7, 12], language);
  }
});

test("a sentence is filled once, so that a value cannot bring in places of its own", () => {
  assert.equal(fill("{title}: {left}", { title: "{left}", left: "5" }), "{left}: 5");
  assert.equal(fill("{unknown}.", {}), ".");
});
