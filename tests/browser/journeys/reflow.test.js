// The scanner on little room, with large letters, and in colours that somebody chose for all pages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newCamera } from "../harness/camera.js";
import { SAMPLES, bundleScreens } from "../harness/verdict-samples.js";
import { newWorld } from "../harness/world.js";

/** A page of 1280 × 1024 at 400 % (WCAG 2.2, 1.4.10), and phones whose letters are twice as large (1.4.4). */
const ROOMS = [
  { width: 320, height: 256, letters: "100%" },
  { width: 360, height: 640, letters: "200%" },
  { width: 640, height: 360, letters: "200%" },
];
const LANGUAGES = ["es", "en", "qu"];

const world = await newWorld();
const { address } = world;
const camera = await newCamera(world);
const drawing = await bundleScreens();

async function scanner({ language = "es", ...options }) {
  const page = await world.page({ camera: camera.file, serviceWorkers: "block", ...options });
  await page.goto(`${address}/v?lang=${language}`);
  await page.locator('#scan-list[data-freshness="fresh"]').waitFor();
  return page;
}

const enlarge = (page, letters) => page.evaluate((size) => void (document.documentElement.style.fontSize = size), letters);

/** Opens the camera, with all that a phone's camera may offer. */
async function openCamera(page) {
  await page.locator("#scan-start [data-action=start]").click();
  await page.locator('#scanner[data-state="camera"]').waitFor();
  await page.evaluate(() => {
    for (const id of ["scan-torch", "scan-camera-next", "scan-zoom-field"]) document.getElementById(id).hidden = false;
  });
}

/** Nothing is wider than the screen, no button's words are cut off, and no control lies over another. */
async function assertFits(page, what) {
  const found = await page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const controls = [...document.querySelectorAll("a, button, summary, input")].filter((control) => control.checkVisibility() && !control.closest(".skip-link"));
    const boxes = controls.filter((control) => control.closest(".camera")).map((control) => control.getBoundingClientRect());
    const meet = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
    return {
      scrolls: document.documentElement.scrollWidth - wide,
      cut: controls.filter((control) => control.scrollWidth > control.clientWidth + 1 && control.clientWidth > 0).map(({ textContent }) => textContent.trim()),
      over: boxes.filter((box, at) => boxes.slice(at + 1).some((other) => meet(box, other))).length,
    };
  });
  assert.deepEqual(found, { scrolls: 0, cut: [], over: 0 }, what);
}

for (const { width, height, letters } of ROOMS) {
  test(`nothing scrolls sideways on ${width} × ${height} with letters of ${letters}`, async () => {
    for (const language of LANGUAGES) {
      const page = await scanner({ language, viewport: { width, height } });
      await enlarge(page, letters);
      await assertFits(page, `${language}: start`);
      await openCamera(page);
      await assertFits(page, `${language}: camera`);
      await page.locator("[data-action=stop]").click();
      await page.evaluate(drawing);
      for (const [name, sample] of Object.entries(SAMPLES)) {
        await page.evaluate((shown) => globalThis.drawVerdict(shown), sample);
        await assertFits(page, `${language}: ${name}`);
      }
      await page.goto(`${address}/v/number?lang=${language}`);
      await enlarge(page, letters);
      await assertFits(page, `${language}: by number`);
      await page.context().close();
    }
  });
}

test("in forced colours every verdict keeps its own, and what is ground elsewhere has an edge", async () => {
  const page = await scanner({ viewport: { width: 360, height: 640 }, forcedColors: "active" });
  await page.evaluate(drawing);
  const grounds = new Map();
  for (const [name, sample] of Object.entries(SAMPLES)) {
    await page.evaluate((shown) => globalThis.drawVerdict(shown), sample);
    const { ground, edge, outside } = await page.locator("#scan-verdict .verdict").evaluate((screen) => ({
      ground: getComputedStyle(screen.querySelector(".verdict-head")).backgroundColor,
      edge: getComputedStyle(screen.querySelector(".verdict-next")).borderTopWidth,
      outside: [...screen.querySelectorAll(".verdict-outside:not([hidden])")].map((line) => getComputedStyle(line).borderTopWidth),
    }));
    assert.deepEqual([edge, ...outside].filter((width) => width !== "3px"), [], name);
    grounds.set(name, ground);
  }
  const plain = Object.keys(SAMPLES).filter((name) => !name.includes(","));
  assert.equal(new Set(plain.map((name) => grounds.get(name))).size, plain.length, "told apart by their colours");
});

test("after an error the focus is at what says it, and a hidden button’s goes on with the page", async () => {
  const page = await scanner({ viewport: { width: 360, height: 640 } });
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.dataset.action);
  await openCamera(page);
  assert.equal(await focused(), "scan-camera");
  await page.locator("[data-action=stop]").click();
  assert.equal(await focused(), "start");
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
  });
  await page.locator("#scan-start [data-action=start]").click();
  await page.locator("#scan-notice").getByText("no puede usar la cámara").waitFor();
  assert.equal(await focused(), "scan-notice");
});

test("what the service says in another language than the page says which", async () => {
  const languages = async (language) => {
    const page = await scanner({ language });
    await page.evaluate(drawing);
    await page.evaluate((shown) => globalThis.drawVerdict(shown), SAMPLES["expired, ten long fields"]);
    const found = await page.locator("#scan-verdict").evaluate((screen) => ({
      title: [...screen.querySelectorAll('[data-sentence="{title}"]')].map(({ lang }) => lang),
      labels: [...new Set([...screen.querySelectorAll("dt")].map(({ lang }) => lang))],
      worded: [...new Set([...screen.querySelectorAll("dd[data-worded]")].map(({ lang }) => lang))],
      zones: screen.querySelector("[data-slot=zones]").lang,
    }));
    await page.context().close();
    return found;
  };
  assert.deepEqual(await languages("en"), { title: [""], labels: [""], worded: [""], zones: "" });
  assert.deepEqual(await languages("qu"), { title: ["es"], labels: ["es"], worded: [""], zones: "es" });
});
