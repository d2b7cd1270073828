// A checkpoint without signal.
import assert from "node:assert/strict";
import { newCamera } from "../harness/camera.js";
import { codeOf, newPermit } from "../harness/paper.js";
import { scan, update } from "../harness/scanner.js";
import { story } from "../harness/story.js";
import { newWorld } from "../harness/world.js";

const world = await newWorld();
const { address } = world;
const camera = await newCamera(world);
const phone = await world.device({ camera: camera.file });
const screen = async () => phone.context.pages()[0] ?? phone.context.newPage();

story("A checkpoint without signal", {
  "essential work is approved by a rule at once, and the paper is there": async () => {
    const { page, paper } = await newPermit(world);
    assert.match(page, /Aprobada.*Vigente.*Descargar el permiso/s);
    await camera.show((await codeOf(paper)).picture);
  },

  "a phone opens the scanner once, while there is signal": async () => {
    const page = await screen();
    await page.goto(`${address}/v`);
    await page.locator('#scan-list[data-freshness="fresh"]').waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(async () => (await (await caches.open("chasqui-trust")).keys()).length > 0);
  },

  "the server is gone and the phone was switched off and on: still valid, with the list’s age": async () => {
    await phone.close();
    await world.kill();
    await phone.open();
    const seen = await scan(await screen(), address);
    assert.deepEqual([seen.verdict, seen.freshness], ["valid", "fresh"]);
    assert.ok(seen.age !== null && seen.age < 300, `${seen.age} s`);
    assert.match(seen.words, /María Ñusta Quispe Huamán.*Lista de hace/s);
  },

  "updating fails, says so, and takes nothing away": async () => {
    const page = await screen();
    await update(page);
    await page.getByText("No se pudo actualizar").waitFor({ state: "attached" });
    assert.equal((await scan(page, address)).verdict, "valid");
  },

  "hours later the list is called old": async () => {
    const page = await screen();
    await page.clock.install({ time: Date.now() + 3 * 60 * 60 * 1000 });
    const seen = await scan(page, address);
    assert.deepEqual([seen.verdict, seen.freshness], ["valid", "old"]);
    assert.match(seen.words, /Lista vieja, de hace 3 h/);
  },

  "after its last hour the permit is expired, also without a server": async () => {
    const page = await screen();
    await page.clock.setSystemTime(Date.now() + 37 * 60 * 60 * 1000);
    assert.equal((await scan(page, address)).verdict, "expired");
  },
});
