/** What a story needs: a server and people's devices, all gone when its file has been told. */
import { after } from "node:test";
import { newBrowser, newDevice } from "./browser.js";
import { startDemo } from "./demo.js";

/** Without a demo where a story brings a server of its own. */
export async function newWorld({ demo: wanted = true } = {}) {
  const leaving = [];
  after(async () => {
    for (const leave of leaving.reverse()) await leave();
  });
  const demo = wanted ? await startDemo() : {};
  if (wanted) leaving.push(() => demo.stop());
  /** By what their cameras film; whoever needs no camera takes the first there is. */
  const browsers = new Map();
  const browserThatFilms = (camera) => {
    if (camera === undefined && browsers.size > 0) return browsers.values().next().value;
    if (!browsers.has(camera)) {
      const browser = newBrowser(camera);
      browsers.set(camera, browser);
      leaving.push(async () => (await browser).close());
    }
    return browsers.get(camera);
  };
  return {
    ...demo,
    /** Does this when the file has been told; the last first. */
    leave: (action) => void leaving.push(action),
    /** A device that may be switched off. */
    async device(options) {
      const device = await newDevice(options);
      leaving.push(() => device.throwAway());
      return device;
    },
    /** Somebody's browser, that knows nothing of the others. `camera` is the file that it films; null where it must have none. */
    async context({ camera, ...options } = {}) {
      return (await browserThatFilms(camera)).newContext(options);
    },
    /** A page of such a browser. */
    async page(options) {
      return (await this.context(options)).newPage();
    },
  };
}
