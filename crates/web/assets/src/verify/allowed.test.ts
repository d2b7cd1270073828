import assert from "node:assert/strict";
import { test } from "node:test";
import { type Hours, allowedBy, outsideOf } from "./allowed.ts";
import type { Role, ShownField } from "./description.ts";

const field = (role: Role, ...values: string[]): ShownField => ({ role, form: "whole", label: role, values });

test("fields are grouped by what they are to whoever checks", () => {
  const fields = [
    field("document", "5678"), field("zone", "Cusco", "Anta"), field("detail", "Salud"), field("hours-until", "20:00"),
    field("vehicle", "X3A-452"), field("holder", "Ana"), field("hours-from", "06:00"), field("zone", "Urubamba"),
  ];
  const { who, vehicles, zones, hours, details } = allowedBy(fields);
  assert.deepEqual(who.map(({ role }) => role), ["document", "holder"], "in the permit's own order");
  assert.deepEqual([vehicles.length, zones, hours, details.length], [1, ["Cusco", "Anta", "Urubamba"], { start: "06:00", end: "20:00" }, 1]);
});

test("hours that are no times of day limit nothing, and are shown as they stand", () => {
  const { hours, details } = allowedBy([field("hours-from", "6 am"), field("hours-until", "25:00")]);
  assert.deepEqual([hours, details.flatMap(({ values }) => values)], [null, ["6 am", "25:00"]]);
  assert.equal(allowedBy([]).hours, null);
});

test("outside its hours: also past midnight, and with one side open", () => {
  const day: Hours = { start: "06:00", end: "20:00" };
  const night: Hours = { start: "22:00", end: "05:00" };
  const cases: [Hours, string, boolean][] = [
    [day, "05:59", true], [day, "06:00", false], [day, "20:00", false], [day, "20:01", true],
    [night, "21:59", true], [night, "22:00", false], [night, "00:00", false], [night, "05:00", false], [night, "05:01", true],
    [{ start: "06:00", end: null }, "05:59", true], [{ start: "06:00", end: null }, "23:59", false],
    [{ start: null, end: "20:00" }, "00:00", false], [{ start: null, end: "20:00" }, "20:01", true],
    [{ start: "06:00", end: "06:00" }, "05:00", false],
  ];
  for (const [hours, time, outside] of cases) assert.equal(outsideOf({ days: null, hours }, { weekday: 1, time }), outside ? "hours" : null, `${JSON.stringify(hours)} at ${time}`);
});

test("on a day that it does not name it does not hold; a night belongs to the day on which it began", () => {
  const night: Hours = { start: "22:00", end: "05:00" };
  const cases: [string | null, Hours | null, number, string, "days" | "hours" | null][] = [
    ["1", null, 1, "00:00", null], ["1", null, 7, "12:00", "days"], ["135", null, 5, "23:59", null], ["135", null, 6, "00:00", "days"],
    [null, null, 7, "12:00", null], ["7", null, 7, "12:00", null],
    ["1", night, 1, "23:00", null], ["1", night, 2, "04:59", null], ["1", night, 2, "05:01", "days"], ["1", night, 1, "04:00", "days"],
    ["7", night, 1, "04:00", null], ["1", night, 1, "12:00", "hours"],
  ];
  for (const [days, hours, weekday, time, outside] of cases) {
    assert.equal(outsideOf({ days, hours }, { weekday, time }), outside, `${days} ${JSON.stringify(hours)} on ${weekday} at ${time}`);
  }
});
