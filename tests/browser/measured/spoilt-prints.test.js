// The real permit, printed and spoilt in every way, before the scanner: what it reads is docs/scanning.md's table.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { newCamera } from "../harness/camera.js";
import { filmSpoiltPrints, markdown, readByOthers, table } from "../harness/spoilt-prints.js";
import { codeOf, newPermit } from "../harness/paper.js";
import { pocket } from "../harness/scanner.js";
import { story } from "../harness/story.js";
import { newWorld } from "../harness/world.js";

const NEEDED = 0.95;
/** Milliseconds that a person would hold the phone still. */
const PATIENCE = 3000;
const DOCS = new URL("../../../docs/scanning.md", import.meta.url);

const world = await newWorld();
const camera = await newCamera(world);
let frames;

story("Paper as it is in the street", {
  "a permit is printed in three sizes, on three printers, and filmed": async () => {
    const { paper } = await newPermit(world);
    frames = await filmSpoiltPrints(world, paper);
    await readByOthers(frames, (await codeOf(paper)).text);
  },

  "the scanner is shown each": async () => {
    const page = await world.page({ camera: camera.file });
    await page.goto(`${world.address}/v`);
    await page.locator('#scan-list[data-freshness="fresh"]').waitFor();
    await page.locator("[data-action=start]").click();
    await page.locator('#scanner[data-reads-with="zxing"]').waitFor();
    // The first is shown twice: a decoder that has only just come is slow once, and what is asked is what it reads.
    for (const frame of [frames[0], ...frames]) {
      await pocket(page);
      await camera.film(await readFile(frame.film));
      const seen = await look(page);
      frame.scanner = seen === "valid";
      assert.ok(seen === "valid" || seen === null, `${frame.file}: ${seen}`);
    }
  },

  "it reads nearly all, and whatever zbarimg reads": async (t) => {
    const rows = table(frames);
    console.log(rows.map((cells) => cells.map((cell, at) => String(cell)[at ? "padStart" : "padEnd"](20)).join("")).join("\n"));
    const missed = frames.filter(({ scanner, zbarimg }) => zbarimg && !scanner).map(({ file }) => file);
    assert.deepEqual(missed, [], "zbarimg reads these");
    const read = frames.filter(({ scanner }) => scanner).length;
    assert.ok(read >= NEEDED * frames.length, `${read} of ${frames.length}`);
    assert.ok(frames.some(({ zbarimg }) => !zbarimg) && frames.some(({ small }) => !small), "the spoilt prints ask too little");
    if (process.env.CHASQUI_WRITE_DOCS) await publish(rows);
  },
});

/** Scans; the verdict's name, or null where nothing was read. */
async function look(page) {
  await page.locator("[data-action=start]:visible, [data-action=again]:visible").first().click();
  const screen = page.locator("#scan-verdict .verdict");
  try {
    await screen.waitFor({ timeout: PATIENCE });
    return await screen.getAttribute("data-verdict");
  } catch {
    return null;
  }
}

async function publish(rows) {
  const page = await readFile(DOCS, "utf8");
  await writeFile(DOCS, page.replace(/(<!-- spoilt prints -->\n)[\s\S]*?(\n<!-- \/spoilt prints -->)/, (_, before, after) => before + markdown(rows) + after));
}
