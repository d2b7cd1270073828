/** What a story needs: a server and people's devices, all gone when its file has been told. */
import { after } from "node:test";
import { newDevice } from "./browser.js";
import { startDemo } from "./demo.js";

/** Without a demo where a story brings a server of its own. */
export async function newWorld({ demo: wanted = true } = {}) {
  const leaving = [];
  after(async () => {
    for (const leave of leaving.reverse()) await leave();
  });
  const demo = wanted ? await startDemo() : {};
  if (wanted) leaving.push(() => demo.stop());
  return {
    ...demo,
    /** Does this when the file has been told; the last first. */
    leave: (deed) => void leaving.push(deed),
    /** A browser of its own, that knows nothing of the others. */
    async device(options) {
      const device = await newDevice(options);
      leaving.push(() => device.throwAway());
      return device;
    },
    /** A page of such a browser. */
    async page(options) {
      const { context } = await this.device(options);
      const page = context.pages()[0] ?? (await context.newPage());
      page.setDefaultTimeout(20_000);
      return page;
    },
  };
}
