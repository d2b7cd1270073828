// Cameras as phones have them: none, refused, covered, with a lamp and a lens that zooms; readers of the browser's own, good and broken.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { newCamera } from "../harness/camera.js";
import { codeOf, newPermit } from "../harness/paper.js";
import { scan, scanNext, verdict } from "../harness/scanner.js";
import { story } from "../harness/story.js";
import { newWorld } from "../harness/world.js";

const world = await newWorld();
const { address } = world;
const camera = await newCamera(world);
const CODE = "https://otra.ejemplo/hola";
const ADVERTISEMENT = "https://wa.me/qr/ABCDEFGHIJKLM1";
let permit;

/** The page last opened: a camera that nobody looks through any more would go on filming. */
let before;

async function newPage(options = { camera: camera.file }) {
  await before?.context().close();
  before = await world.page(options);
  return before;
}

/** A page at the scanner's start, in whose browser this was changed before; `asked` are the scripts it fetched. */
async function scanner(change, argument, options) {
  const page = await newPage(options);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  if (change) await page.addInitScript(change, argument);
  await page.goto(`${address}/v`);
  return { page, asked };
}
const start = (page) => page.locator("#scan-start [data-action=start]").click();
const says = (page, words) => page.locator("#scan-notice").getByText(words).waitFor();

story("A camera that gives no picture", {
  "there is none": async () => {
    const { page } = await scanner(null, null, { camera: null });
    await start(page);
    await says(page, "No encontramos una cámara");
  },

  "it was refused, or another program has it": async () => {
    for (const [name, words] of [["NotAllowedError", "no puede usar la cámara"], ["NotReadableError", "La cámara no responde"]]) {
      const { page } = await scanner((error) => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", error));
      }, name);
      await start(page);
      await says(page, words);
    }
  },

  "stopped while it opens, none is left on, and the next press asks anew": async () => {
    const { page } = await scanner(() => {
      const devices = navigator.mediaDevices;
      const ask = devices.getUserMedia.bind(devices);
      globalThis.streams = [];
      globalThis.waiting = [];
      devices.getUserMedia = async (what) => {
        await new Promise((resolve) => globalThis.waiting.push(resolve));
        const stream = await ask(what);
        globalThis.streams.push(stream);
        return stream;
      };
    });
    await start(page);
    await page.locator("[data-action=stop]").click();
    await start(page);
    const allow = async () => {
      await page.waitForFunction(() => globalThis.waiting.length > 0);
      await page.evaluate(() => globalThis.waiting.shift()());
    };
    const states = () => page.evaluate(() => globalThis.streams.map((stream) => stream.getTracks()[0].readyState));
    await allow();
    await page.waitForFunction(() => globalThis.streams[0]?.getTracks()[0].readyState === "ended");
    await allow();
    await page.waitForFunction(() => globalThis.streams.length === 2);
    await page.getByText("Pon el código dentro del cuadro").waitFor();
    assert.deepEqual(await states(), ["ended", "live"]);
  },

  "a finger is on the lens": async () => {
    const { page } = await scanner();
    await start(page);
    await page.getByText("Pon el código dentro del cuadro").waitFor();
    await page.getByText("La cámara no ve nada").waitFor();
  },

  "it looks at a street without a code": async () => {
    const { page } = await scanner();
    await camera.film(await page.screenshot({ type: "jpeg" }));
    await start(page);
    await page.getByText("Acércate").waitFor();
  },
});

story("What a lens can do", {
  "lamp, zoom and another camera are offered where there are any, and the choice is remembered": async () => {
    await camera.showText(CODE);
    const { page } = await scanner(lens);
    await page.evaluate(() => localStorage.removeItem("chasqui-camera"));
    assert.equal((await scan(page, address)).verdict, "not-a-permit");
    const asked = () => page.evaluate(() => globalThis.asked);
    assert.deepEqual(await asked(), [{ focusMode: "continuous" }]);
    assert.equal(await page.locator("#scan-torch").evaluate((button) => button.hidden), false);
    await page.locator("#scan-torch").evaluate((button) => button.click());
    await page.locator('#scan-torch[aria-pressed="true"]').waitFor({ state: "attached" });
    await page.locator("#scan-zoom").evaluate((slider) => {
      slider.value = "3";
      slider.dispatchEvent(new Event("input"));
    });
    assert.deepEqual((await asked()).slice(1), [{ torch: true }, { zoom: 3 }]);
    await page.locator("#scan-camera-next").evaluate((button) => button.click());
    await page.waitForFunction(() => localStorage.getItem("chasqui-camera") === "second");
  },
});

/** Puts a lens with everything before the fake camera; what is asked of it is noted. */
function lens() {
  globalThis.asked = [];
  MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true, focusMode: ["manual", "continuous"], zoom: { min: 1, max: 5, step: 0.5 } });
  MediaStreamTrack.prototype.applyConstraints = async ({ advanced }) => void globalThis.asked.push(...advanced);
  const settings = MediaStreamTrack.prototype.getSettings;
  MediaStreamTrack.prototype.getSettings = function () {
    return { ...settings.call(this), deviceId: "first" };
  };
  navigator.mediaDevices.enumerateDevices = async () => ["first", "second"].map((deviceId) => ({ kind: "videoinput", deviceId, label: deviceId }));
}

story("The browser’s own reader", {
  "is used where it works, and then no other is fetched": async () => {
    const { page, asked } = await scanner((text) => {
      globalThis.BarcodeDetector = class {
        static getSupportedFormats = async () => ["qr_code"];
        detect = async (source) => (source instanceof HTMLVideoElement ? [{ rawValue: text, boundingBox: { width: 300 } }] : []);
      };
    }, CODE);
    assert.equal((await scan(page, address)).verdict, "not-a-permit");
    assert.deepEqual(asked.filter((path) => path.startsWith("/v-zxing")), []);
  },

  "is passed over where it is only a name": async () => {
    const { page } = await scanner(() => {
      globalThis.BarcodeDetector = class {
        static getSupportedFormats = async () => ["qr_code"];
        detect = () => Promise.reject(new DOMException("Barcode detection service unavailable.", "NotSupportedError"));
      };
    });
    assert.equal((await scan(page, address)).verdict, "not-a-permit");
  },
});

const READERS = {
  "the browser’s own": { browser: nativeReader },
  "the small decoder": { routes: ["**/v-zxing.js*"] },
  "the better decoder": { reads: "zxing" },
};

/** The scanner, reading by this reader and by no other. */
async function scannerWith({ browser, routes = [], reads }) {
  const page = await newPage();
  if (browser) {
    const script = await readFile(new URL("../node_modules/qr/decode.js", import.meta.url), "utf8");
    // Fulfilled from the page's own host, so that the policy lets it in.
    await page.context().route("**/qr-of-the-browser.js", (route) => route.fulfill({ body: script, contentType: "text/javascript" }));
    await page.addInitScript(browser);
  }
  for (const pattern of routes) await page.context().route(pattern, (route) => route.abort());
  await page.goto(`${address}/v`);
  await page.locator('#scan-list[data-freshness="fresh"]').waitFor();
  if (reads) await page.locator(`#scanner[data-reads-with="${reads}"]`).waitFor();
  return page;
}

story("A permit that is not alone, or not dark on light", {
  "a permit is there": async () => {
    permit = await codeOf((await newPermit(world)).paper);
  },

  ...forEachReader("finds the permit beside an advertisement, on either side", async (page) => {
    for (const side of ["left", "right"]) {
      await camera.showBeside(ADVERTISEMENT, permit.picture, side);
      assert.equal((await scanNext(page)).verdict, "valid", side);
    }
  }),

  ...forEachReader("says of an advertisement alone that it is no permit", async (page) => {
    await camera.showText(ADVERTISEMENT);
    assert.equal((await scanNext(page)).verdict, "not-a-permit");
  }),

  ...forEachReader("reads a permit that is light on dark", async (page) => {
    await camera.showText(permit.text, { inverted: true });
    assert.equal((await scanNext(page)).verdict, "valid");
  }),
});

function forEachReader(says, story) {
  return Object.fromEntries(Object.entries(READERS).map(([name, reader]) => [`${name} ${says}`, async () => story(await scannerWith(reader))]));
}

/** A reader as phones have it: it sees all codes that are dark on light, and no other. */
function nativeReader() {
  const decoder = import("/qr-of-the-browser.js");
  globalThis.BarcodeDetector = class {
    static getSupportedFormats = async () => ["qr_code"];
    async detect(source) {
      const { _QRScanner: Scanner } = await decoder;
      const [width, height] = source instanceof HTMLVideoElement ? [source.videoWidth, source.videoHeight] : [source.width, source.height];
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext("2d");
      context.drawImage(source, 0, 0);
      const picture = context.getImageData(0, 0, width, height);
      let inverted;
      const scanner = new Scanner({ maxSize: picture, pointsOnDetect: () => (inverted = scanner.triple.inverted) });
      scanner.addImage(picture);
      const found = [];
      for (let [text] = scanner.decode(); typeof text === "string"; [text] = scanner.decode()) {
        if (!inverted) found.push({ rawValue: text, boundingBox: { width: width / 4, height: width / 4 } });
      }
      return found;
    }
  };
}

story("The better decoder", {
  "where it does not come, the small one reads": async () => {
    await camera.showText(CODE);
    const page = await newPage();
    await page.context().route("**/v-zxing.js*", (route) => route.abort());
    assert.equal((await scan(page, address)).verdict, "not-a-permit");
    assert.equal(await page.locator("#scanner").getAttribute("data-reads-with"), null);
  },
});

story("A phone whose clock is wrong", {
  "on line it is told, by hours, and the server’s time counts": async () => {
    for (const hours of [-5, 7]) {
      const { page } = await scanner();
      await page.clock.setSystemTime(Date.now() + hours * 3_600_000);
      await page.goto(`${address}/v`);
      await page.locator("#scan-clock").getByText("El reloj de este teléfono está mal").waitFor();
      await page.locator('#scan-list[data-freshness="fresh"]').waitFor();
    }
  },
});

story("An enrolled phone whose own part fails", {
  "its database never opens: lists come, and a code that a plain camera read is checked": async () => {
    const hang = () => {
      localStorage.setItem("chasqui-device", "yes");
      IDBFactory.prototype.open = () => new EventTarget();
    };
    const { page } = await scanner(hang);
    await page.locator('#scan-list[data-freshness="fresh"]').waitFor();
    await page.goto("about:blank");
    await page.goto(`${address}/v#123`);
    assert.equal((await verdict(page)).verdict, "not-a-permit");
  },

  "it breaks at a verdict: the verdict is shown": async () => {
    await camera.showText(CODE);
    const page = await newPage();
    await page.addInitScript(() => localStorage.setItem("chasqui-device", "yes"));
    const body = "export const openDevice = async () => ({ onStart: ({ main }) => void (main.dataset.started = 'yes'), onVerdict() { throw new Error('broken'); } });";
    await page.context().route("**/v-device.js*", (route) => route.fulfill({ body, contentType: "text/javascript" }));
    await page.goto(`${address}/v`);
    await page.locator("#scanner[data-started]").waitFor();
    await start(page);
    assert.equal((await verdict(page)).verdict, "not-a-permit");
  },
});

story("A phone without room, or swept clean", {
  "what comes is used, and the loss is said": async () => {
    const { page } = await scanner(() => {
      Cache.prototype.put = () => Promise.reject(new DOMException("", "QuotaExceededError"));
    });
    await says(page, "no tiene espacio");
    assert.equal((await scan(page, address)).verdict, "not-a-permit");
  },

  "its data are cleared and the network is gone: it says what to do": async () => {
    const { page } = await scanner();
    await page.locator('#scan-list[data-freshness="fresh"]').waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.evaluate(() => caches.delete("chasqui-trust"));
    await page.context().setOffline(true);
    await page.goto(`${address}/v`);
    await says(page, "Conéctate una vez");
    await page.context().setOffline(false);
  },
});
