/** Chromium: one for many people, whose pages know nothing of each other's; or one with a profile in a folder, that may be switched off. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { chromium } from "playwright-core";

/** A name of this machine that is not its loopback's: what browsers say to it in plain HTTP is less than they say to the loopback. */
export const NAME = "permisos.test";
const QUIET = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", `--host-resolver-rules=MAP ${NAME} 127.0.0.1`,
];
const HERE = { locale: "es-PE", timezoneId: "America/Lima" };
/** How long a page may let a person wait, in milliseconds, on a machine that does much else. Nothing that works is slower for it. */
export const PATIENCE = 300_000;

/** `camera` is the file that the cameras of all its people film. */
const program = (camera) => ({
  timeout: PATIENCE,
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: camera
    ? [...QUIET, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${camera}`]
    : QUIET,
});

/** For many people, each with a context of their own. */
export async function newBrowser(camera) {
  const browser = await chromium.launch(program(camera));
  return {
    /** What one of them has; `options` are Playwright's of a context. */
    newContext: async (options) => patient(await browser.newContext({ ...HERE, ...options })),
    close: () => browser.close(),
  };
}

/** A person's device: what it stored (cookies, caches, service worker) survives switching it off and on. */
export async function newDevice({ camera, ...options } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "chasqui-browser-"));
  const device = {
    context: null,
    async open() {
      this.context = patient(await chromium.launchPersistentContext(folder, { ...program(camera), ...HERE, ...options }));
      return this.context;
    },
    async close() {
      await this.context?.close();
      this.context = null;
    },
    /** Waits until a response whose body holds this text is on the disk: a browser lists it in its cache before, and one that is closed then loses it. */
    async stored(text) {
      const cache = join(folder, "Default/Service Worker/CacheStorage");
      while (!(await isStored(cache, text))) await setTimeout(20);
    },
    async throwAway() {
      await this.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await device.open();
  return device;
}

function patient(context) {
  context.setDefaultTimeout(PATIENCE);
  return context;
}

/** What ends each body in a file of Chromium's cache: `kSimpleFinalMagicNumber` of its `simple_entry_format.h`. */
const END_OF_BODY = Buffer.from("d8410d97456ffaf4", "hex");

async function isStored(folder, text) {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const bodies = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name)).catch(() => Buffer.alloc(0))));
  return bodies.some((bytes) => bytes.includes(text) && bytes.includes(END_OF_BODY, bytes.indexOf(text)));
}
