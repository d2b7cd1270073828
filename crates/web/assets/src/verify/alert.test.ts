import assert from "node:assert/strict";
import { test } from "node:test";
import { PATTERNS, SIGNALS, type Signal, signalOf } from "./alert.ts";
import { VERDICTS, type Verdict } from "./verdict.ts";

test("every verdict has its signal, and only a valid one by a good list within its hours sounds good", () => {
  const expected: Record<Verdict, Signal> = {
    valid: "good", expired: "careful", "not-yet-valid": "careful", suspended: "careful",
    revoked: "stop", forged: "stop", "unknown-issuer": "stop", "not-a-permit": "nothing",
  };
  for (const verdict of VERDICTS) assert.equal(signalOf({ verdict, tooOld: false }, false), expected[verdict]);
  assert.equal(signalOf({ verdict: "valid", tooOld: true }, false), "careful");
  assert.equal(signalOf({ verdict: "valid", tooOld: false }, true), "careful");
});

test("signals differ in melody and in rhythm, so that either alone tells them apart", () => {
  for (const part of [({ tones }: (typeof PATTERNS)[Signal]) => tones.map(([hertz]) => hertz), ({ buzz }: (typeof PATTERNS)[Signal]) => buzz]) {
    assert.equal(new Set(SIGNALS.map((signal) => JSON.stringify(part(PATTERNS[signal])))).size, SIGNALS.length);
  }
  for (const signal of SIGNALS) assert.ok(PATTERNS[signal].tones.reduce((sum, [, seconds]) => sum + seconds, 0) < 0.7, "over before the next paper");
});
