// Every kind of page, for everybody. What needs no browser to be judged is in over-http/answers.test.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import { everyAddress } from "../harness/addresses.js";
import { errors } from "../harness/citizen.js";
import { enter } from "../harness/officer.js";
import { assertSuitsEverybody } from "../harness/page.js";
import { newWorld } from "../harness/world.js";

const world = await newWorld();
const { address, people } = world;
const { citizen: visitor, citizens, checkers, offices } = await everyAddress(address);
const citizen = await world.page();
const officer = await world.page();
await citizen.context().addCookies(visitor.cookies());

for (const language of ["es", "en"]) {
  test(`pages suit everybody and fit the narrowest phone (${language})`, async (t) => {
    for (const path of [...citizens, ...checkers, "/demo/mail", "/nowhere"]) await t.test(path, () => suits(citizen, path, language));
    await t.test("a form page full of mistakes", async () => {
      await suits(citizen, "/s/transit-permit/apply/you", language, async () => {
        for (const input of await citizen.locator("main input:visible").all()) await input.fill("");
        await citizen.locator("#answers .button-group .button").click();
        assert.ok((await errors(citizen)).length > 3);
      });
    });
    await t.test("a verdict", () => suits(citizen, "/v#123", language, () => citizen.locator("#scan-verdict .verdict").waitFor()));
    for (const [login, paths] of offices) {
      await as(login);
      for (const path of paths) await t.test(path, () => suits(officer, path, language));
    }
  });
}

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
