// A site without https, under a name: browsers then send no Sec-Fetch-Site, and tell where a form comes from by Origin alone.
import assert from "node:assert/strict";
import { NAME } from "../harness/browser.js";
import { CARER, fill, goOn } from "../harness/citizen.js";
import { freePort } from "../harness/mail-server.js";
import { serve } from "../harness/serve.js";
import { story } from "../harness/story.js";
import { newWorld } from "../harness/world.js";

const world = await newWorld({ demo: false });
const port = await freePort();
await serve(world, port, { CHASQUI_BASE_URL: `http://${NAME}:${port}` });
const page = await world.page({ javaScriptEnabled: false });
const site = `http://${NAME}:${port}`;
const origins = [];
page.on("request", async (request) => {
  if (request.method() === "POST") origins.push((await request.allHeaders()).origin);
});

story("A form of our own is taken over plain HTTP under a name", {
  "it is begun": async () => {
    await page.goto(`${site}/s/transit-permit`);
    await page.getByRole("button", { name: /^Empezar/ }).click();
    assert.equal(new URL(page.url()).pathname, "/s/transit-permit/apply/reason");
  },

  "an answer is kept": async () => {
    await fill(page, CARER);
    await goOn(page);
    assert.notEqual(new URL(page.url()).pathname, "/s/transit-permit/apply/reason");
    assert.deepEqual([...new Set(origins)], [site]);
  },
});
