// A cheap phone: the time from the first picture with a code in it to the verdict, on a phone that is as slow wherever this runs.
import assert from "node:assert/strict";
import { cpus } from "node:os";
import { setTimeout as passes } from "node:timers/promises";
import { newCamera } from "../harness/camera.js";
import { phonesPace } from "../harness/pace.js";
import { codeOf, newPermit } from "../harness/paper.js";
import { pocket } from "../harness/scanner.js";
import { story } from "../harness/story.js";
import { newWorld } from "../harness/world.js";

/** Milliseconds. */
const ALLOWED = 500;
/** Phones that open the scanner for the first time, and how often each does so: whatever else the machine does falls on few of them. */
const PHONES = 3;
const OPENINGS = 3;
/** Where others take more than this share of the cores, times say nothing; and for how long we look, in milliseconds. */
const BUSY = 0.5;
const LOOK = 500;
/** A machine whose pace changes by more than this while it is measured was not the phone that we meant it to be. */
const STEADY = 1.25;

const world = await newWorld();
const camera = await newCamera(world);

story("Two seconds at a checkpoint", {
  "a permit is there": async () => {
    const { paper } = await newPermit(world);
    await camera.show((await codeOf(paper)).picture);
  },

  "the small decoder, which is there at once, says valid in time": () => inTime("small", { "v-decoder.js": null, "v-zxing.js": (route) => route.abort() }),
  "the better decoder does so too": () => inTime("zxing", { "v-decoder.js": null, "v-zxing.js": null }),
});

/** `routes`: what answers instead of a decoder's script, or nothing, where it is only slowed down. */
async function inTime(name, routes) {
  const [firsts, all] = [[], []];
  const paces = [];
  let busy = 0;
  for (let phone = 0; phone < PHONES; phone++) {
    // Without a page of ours: what it does by itself is not others' doing.
    busy = Math.max(busy, await busyness());
    const page = await world.page({ camera: camera.file, serviceWorkers: "block" });
    const slower = await phonesPace(page);
    await slowDown(page, slower, routes);
    await page.goto(`${world.address}/v`);
    await page.locator('#scan-list[data-freshness="fresh"]').waitFor();
    if (name === "zxing") await page.locator('#scanner[data-reads-with="zxing"]').waitFor();
    for (let opening = 0; opening < OPENINGS; opening++) {
      const time = await timeToVerdict(page);
      if (opening === 0) firsts.push(time);
      all.push(time);
      await pocket(page);
    }
    // What one phone does in the background is not the other's time.
    await page.context().close();
    paces.push(slower, await paceNow());
  }
  busy = Math.max(busy, await busyness());
  const [first, median] = [medianOf(firsts), medianOf(all)];
  const [slowest, fastest] = [Math.min(...paces), Math.max(...paces)];
  const unjudged = busy > BUSY ? ", while the machine was busy with other things: not judged" : fastest > slowest * STEADY ? ", while the machine changed its own pace: not judged" : "";
  console.log(`${name}: first verdict ${first} ms after the first picture, median ${median} ms, CPU ${slowest.toFixed(1)} to ${fastest.toFixed(1)} times slower${unjudged}`);
  if (!unjudged) assert.ok(first <= ALLOWED && median <= ALLOWED, `${all}`);
}

/** The pace of a page that is not slowed down, once more. */
async function paceNow() {
  const page = await world.page({ serviceWorkers: "block" });
  const pace = await phonesPace(page);
  await page.context().close();
  return pace;
}

function medianOf(times) {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
}

/** The share of the cores that is taken while we do nothing. */
async function busyness() {
  const taken = () => cpus().reduce(([work, all], { times: { idle, ...rest } }) => {
    const spent = Object.values(rest).reduce((sum, time) => sum + time, 0);
    return [work + spent, all + spent + idle];
  }, [0, 0]);
  const [work, all] = taken();
  await passes(LOOK);
  const [workThen, allThen] = taken();
  return (workThen - work) / (allThen - all);
}

/** The browser slows pages alone down, so the decoders' workers bring their own brake. The service worker would refuse those. */
async function slowDown(page, slower, routes) {
  const slowed = async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `(${brake})(${slower});\n${await response.text()}` });
  };
  for (const [script, answer] of Object.entries(routes)) await page.route(`**/${script}?*`, answer ?? slowed);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slower });
}

/** Answers only when as much time has passed as a processor so many times slower would have needed. */
function brake(slower) {
  const answer = self.postMessage.bind(self);
  let begun = null;
  self.addEventListener("message", () => (begun = performance.now()));
  self.postMessage = (message) => {
    const until = begun === null ? 0 : begun + slower * (performance.now() - begun);
    while (performance.now() < until);
    answer(message);
  };
}

/** Presses the button and takes the time from the camera's first picture until the verdict has been painted. */
async function timeToVerdict(page) {
  const measured = page.evaluate(() => new Promise((resolve) => {
    let shown;
    document.getElementById("scan-video").requestVideoFrameCallback((now) => (shown = now));
    new MutationObserver((_, observer) => {
      if (!shown || !document.querySelector("#scan-verdict .verdict")) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(Math.round(performance.now() - shown))));
    }).observe(document.getElementById("scan-verdict"), { childList: true });
  }));
  await page.locator("[data-action=start]:visible, [data-action=again]:visible").first().click();
  const time = await measured;
  assert.equal(await page.locator("#scan-verdict .verdict").getAttribute("data-verdict"), "valid");
  return time;
}
