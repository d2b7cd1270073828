// Every kind of page: for everybody, light, and closed to whatever is not ours.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CARER_TYPED, NURSE_TYPED, applyByPost, newVisitor, toCheckByPost } from "../harness/by-post.js";
import { errors } from "../harness/citizen.js";
import { enter } from "../harness/officer.js";
import { assertClosed, assertSuitsEverybody, weigh } from "../harness/page.js";
import { newWorld } from "../harness/world.js";

/** One round trip's worth at the start of a connection. */
const FIRST_FLIGHT = 14_000;

const world = await newWorld();
const { address, people } = world;
const citizen = await world.page();
const officer = await world.page();
const { pending, approved, number } = await prepared();

const FORM = ["reason", "you", "explain", "trip", "vehicle", "oath", "check"].map((page) => `/s/transit-permit/apply/${page}`);
const OWN = [`/a/${pending}`, `/a/${pending}?sent=1`, `/a/${approved}`, `/a/${pending}/withdraw`];
const CITIZENS = ["/", "/s/transit-permit", "/s/driver-licence-revalidation", "/s/market-stall-permit", ...FORM, ...OWN, "/a", "/accessibility"];
const CHECKERS = ["/v", "/v/number"];
/** Who logs in to see them; nobody, at first. */
const OFFICES = [
  [null, ["/o/log-in"]],
  ["olga", ["/o", "/o?view=mine", "/o?view=samples", `/o/cases/${pending}`, `/o/cases/${approved}`]],
  ["sara", ["/o/permits", `/o/permits/${number}`]],
  ["admin", ["/admin/people", "/admin/mail"]],
  ["duena", ["/admin/services"]],
  ["auditor", ["/admin/audit", "/admin/keys"]],
];
const OTHERS = ["/demo/mail", "/nowhere", "/healthz", "/readyz", "/status", "/assets/chasqui.css", "/v-sw.js", "/v-decoder.js", "/.well-known/chasqui/keys.json"];

for (const language of ["es", "en"]) {
  test(`pages suit everybody and fit the narrowest phone (${language})`, async (t) => {
    for (const path of [...CITIZENS, ...CHECKERS, "/demo/mail", "/nowhere"]) await t.test(path, () => suits(citizen, path, language));
    await t.test("a form page full of mistakes", async () => {
      await suits(citizen, "/s/transit-permit/apply/you", language, async () => {
        for (const input of await citizen.locator("main input:visible").all()) await input.fill("");
        await citizen.locator("main .button-group .button").click();
        assert.ok((await errors(citizen)).length > 3);
      });
    });
    await t.test("a verdict", () => suits(citizen, "/v#123", language, () => citizen.locator("#scan-verdict .verdict").waitFor()));
    for (const [login, paths] of OFFICES) {
      await as(login);
      for (const path of paths) await t.test(path, () => suits(officer, path, language));
    }
  });
}

test("a citizen’s page and its stylesheet come in one round trip", async (t) => {
  await citizen.goto(address);
  const styles = await weigh(citizen, await citizen.locator("link[rel=stylesheet]").evaluate((link) => link.href));
  for (const path of CITIZENS) {
    await t.test(path, async () => {
      const page = await weigh(citizen, address + path);
      assert.ok(page + styles <= FIRST_FLIGHT, `${page} bytes of page and ${styles} of stylesheet`);
    });
  }
});

test("every answer forbids what we do not use, and allows the camera to the scanner alone", async (t) => {
  for (const path of [...CITIZENS, ...CHECKERS, ...OTHERS]) await t.test(path, () => assertClosed(citizen, address + path));
  for (const [login, paths] of OFFICES) {
    await as(login);
    for (const path of paths) await t.test(path, () => assertClosed(officer, address + path));
  }
});

/** Opens the page in a language, does something to it, and looks. */
async function suits(page, path, language, change = async () => {}) {
  const [bare, fragment] = path.split("#");
  // Where only the fragment differs, nothing would be opened anew.
  if (fragment) await page.goto("about:blank");
  await page.goto(`${address}${bare}${bare.includes("?") ? "&" : "?"}lang=${language}${fragment ? `#${fragment}` : ""}`);
  assert.match(await page.locator("html").getAttribute("lang"), new RegExp(`^${language}`));
  await change();
  await assertSuitsEverybody(page);
}

async function as(login) {
  await officer.context().clearCookies();
  if (login) await enter(officer, address, people[login]);
}

/** One browser with an application that waits, one that was approved, and one that is being filled in. */
async function prepared() {
  const visitor = newVisitor(address);
  const pending = await applyByPost(visitor, "transit-permit", CARER_TYPED);
  const approved = await applyByPost(visitor, "transit-permit", NURSE_TYPED);
  await toCheckByPost(visitor, "transit-permit", CARER_TYPED);
  await citizen.context().addCookies(visitor.cookies());
  await citizen.goto(`${address}/a/${approved}`);
  const number = await citizen.locator("dd.reference").innerText();
  return { pending, approved, number };
}
