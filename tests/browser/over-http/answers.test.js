// Every kind of answer: light, and closed to whatever is not ours.
import assert from "node:assert/strict";
import { test } from "node:test";
import { everyAddress } from "../harness/addresses.js";
import { assertClosed, weigh } from "../harness/answer.js";
import { enterByPost, newVisitor } from "../harness/by-post.js";
import { newWorld } from "../harness/world.js";

/** One round trip's worth at the start of a connection. */
const FIRST_FLIGHT = 14_000;
const OTHERS = ["/demo/mail", "/nowhere", "/healthz", "/readyz", "/status", "/assets/chasqui.css", "/v-sw.js", "/v-decoder.js", "/.well-known/chasqui/keys.json"];

const { address, people } = await newWorld();
const { citizen, citizens, checkers, offices } = await everyAddress(address);

test("a citizen’s page and its stylesheet come in one round trip", async (t) => {
  const [, stylesheet] = /<link rel="stylesheet" href="([^"]+)">/.exec(await (await citizen.get("/")).text());
  const styles = await weigh(citizen, stylesheet);
  for (const path of citizens) {
    await t.test(path, async () => {
      const page = await weigh(citizen, path);
      assert.ok(page + styles <= FIRST_FLIGHT, `${page} bytes of page and ${styles} of stylesheet`);
    });
  }
});

test("every answer forbids what we do not use, and allows the camera to the scanner alone", async (t) => {
  for (const path of [...citizens, ...checkers, ...OTHERS]) await t.test(path, () => assertClosed(citizen, path));
  for (const [login, paths] of offices) {
    const officer = newVisitor(address);
    if (login) await enterByPost(officer, people[login]);
    for (const path of paths) await t.test(path, () => assertClosed(officer, path));
  }
});
