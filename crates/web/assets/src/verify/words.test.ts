import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, words } from "./words.ts";

test("ages and spans are words that people say", () => {
  const es = words("es-PE", "America/Lima");
  const en = words("en", "America/Lima");
  const cases: [string, string][] = [
    [es.relative(-180), "hace 3 minutos"],
    [es.relative(0), "hace 1 segundo"],
    [es.relative(-60), "hace 1 minuto"],
    [en.relative(-7300), "2 hours ago"],
    [en.relative(7300), "in 2 hours"],
    [es.relative(-200_000), "hace 2 días"],
    [es.span(18_600), "5 horas y 10 minutos"],
    [es.span(18_000), "5 horas"],
    [es.span(30), "1 minuto"],
    [en.span(90_000), "1 day and 1 hour"],
    [en.span(86_460), "1 day"],
  ];
  for (const [actual, expected] of cases) assert.equal(actual, expected);
});

test("moments are told in the service's zone, not the phone's", () => {
  assert.match(words("es-PE", "America/Lima").moment(1_794_000_000), /6 nov\.? 2026, 16:20/);
});

test("a sentence is filled once, so that a value cannot bring in places of its own", () => {
  assert.equal(fill("{title}: {left}", { title: "{left}", left: "5" }), "{left}: 5");
  assert.equal(fill("{unknown}.", {}), ".");
});
