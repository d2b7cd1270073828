/** What every page must be in a browser: accessible, and no wider than the narrowest phone. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const PHONES = [320, 360];

/** No rule of WCAG 2.2 AA that a program can judge is broken, in the light nor, as colours go, in the dark, and nothing sticks out on the narrowest phones, nor where letters are twice as large. */
export async function assertSuitsEverybody(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  await assertFindsNothing(page, { type: "tag", values: WCAG });
  await page.emulateMedia({ colorScheme: "dark" });
  await assertFindsNothing(page, { type: "rule", values: ["color-contrast"] });
  await page.emulateMedia({ colorScheme: "light" });
  for (const width of PHONES) {
    await page.setViewportSize({ width, height: 640 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${wide} px wide on a screen of ${width}`);
  }
  const wide = await page.evaluate(() => {
    document.documentElement.style.fontSize = "200%";
    const { scrollWidth } = document.documentElement;
    document.documentElement.style.fontSize = "";
    return scrollWidth;
  });
  const width = PHONES.at(-1);
  assert.ok(wide <= width, `${wide} px wide with large letters on a screen of ${width}`);
  await page.setViewportSize({ width: 1280, height: 720 });
}

async function assertFindsNothing(page, runOnly) {
  const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), runOnly);
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`), []);
}

// A glob that begins with two stars would match the end of an address as well, `/o/prove?then=/admin/keys`, where one was before.
/** Waits until the page at this path has loaded. */
export function arriveAt(page, path) {
  return page.waitForURL((url) => url.pathname === path);
}
