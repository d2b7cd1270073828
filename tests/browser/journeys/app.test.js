// The scanner as an app: installable, kept whole, and replaced whole.
import assert from "node:assert/strict";
import { newCamera } from "../harness/camera.js";
import { newRelease } from "../harness/release.js";
import { scan } from "../harness/scanner.js";
import { story } from "../harness/story.js";
import { newWorld } from "../harness/world.js";

const world = await newWorld();

story("What a phone needs to put it on the home screen", {
  "Chromium finds nothing that hinders installing": async () => {
    const page = await world.page();
    await page.goto(`${world.address}/v`);
    const devtools = await page.context().newCDPSession(page);
    const { errors } = await devtools.send("Page.getAppManifest");
    assert.deepEqual(errors, []);
    const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
    // Chromium installs nothing for a profile as the tests' is, and says so.
    assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito"), []);
  },
});

const release = await newRelease(world);
const camera = await newCamera(world);
const phone = await world.device({ camera: camera.file });
const screen = async () => phone.context.pages()[0] ?? phone.context.newPage();
/** Which builds the page on the screen is made of: its own, its script's, its decoder's. */
const builds = (page) => page.evaluate(async () => {
  const text = async (address) => (await fetch(address)).text();
  const { decoder } = document.getElementById("scanner").dataset;
  const scripts = await Promise.all([text(document.querySelector(`script[src*="verify.js"]`).src), text(decoder)]);
  return [document.documentElement.dataset.release, ...scripts.map((script) => /\/\/ release (\d+)$/.exec(script)?.[1])];
});
const kept = (page, times) => page.waitForFunction(async (n) => (await (await caches.open("chasqui-pages")).keys()).length >= n, times);
const open = async () => {
  const page = await screen();
  await page.goto(`${release.address}/v`);
  return page;
};

story("A new version comes", {
  "a phone has the first one": async () => {
    const page = await open();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await kept(page, 2);
    assert.deepEqual(await builds(page), ["1", "1", "1"]);
  },

  "the next is published while the server’s scripts are still the old ones: nothing of it is taken": async () => {
    release.publish({ pages: 2, scripts: 1 });
    const page = await open();
    await release.asked("/assets/verify.js");
    await release.gone(() => open());
    assert.deepEqual(await builds(await screen()), ["1", "1", "1"]);
  },

  "it is whole, and comes while a verdict is on the screen: that one stays as it is": async () => {
    release.back();
    release.publish({ pages: 2, scripts: 2 });
    const page = await open();
    await camera.showText("https://permisos.ejemplo/v#1234");
    await page.getByRole("button", { name: "Escanear" }).click();
    await page.locator("#scan-verdict .verdict").waitFor();
    await page.waitForFunction(async () => (await (await (await caches.open("chasqui-pages")).match("/v")).text()).includes('data-release="2"'));
    assert.deepEqual(await builds(page), ["1", "1", "1"]);
    assert.equal(await page.locator("#scan-verdict .verdict").count(), 1);
    await phone.stored('data-release="2"');
  },

  "the network goes, and the next opening is all new": async () => {
    await release.gone(async () => {
      await phone.close();
      await phone.open();
      const page = await open();
      assert.deepEqual(await builds(page), ["2", "2", "2"]);
      assert.equal((await scan(page, release.address)).verdict, "not-a-permit");
    });
  },
});
