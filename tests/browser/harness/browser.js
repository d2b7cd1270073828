/** Chromium with one profile in a folder: what it stored (cookies, caches, service worker) survives closing and opening it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const QUIET = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** A person's device. `camera` is the file that its camera films; `options` are Playwright's of a context. */
export async function newDevice({ camera, ...options } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "chasqui-browser-"));
  const filming = camera
    ? ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${camera}`]
    : [];
  const device = {
    context: null,
    async open() {
      this.context = await chromium.launchPersistentContext(folder, {
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: [...QUIET, ...filming],
        locale: "es-PE",
        timezoneId: "America/Lima",
        ...options,
      });
      return this.context;
    },
    async close() {
      await this.context?.close();
      this.context = null;
    },
    async throwAway() {
      await this.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await device.open();
  return device;
}
