import { test } from "node:test";
import { pathToFileURL } from "node:url";

/**
 * Ready when the file has been read to its end: what it makes between two stories is made before the first is told. Else the
 * runner takes a story that ends earlier for the last one, and all that the file has made is gone.
 */
const read = () => import(pathToFileURL(process.argv[1]).href);

/** One story in steps, told in order; what would follow a failed step is not told. */
export function story(name, steps) {
  test(name, async (t) => {
    await read();
    for (const [sentence, step] of Object.entries(steps)) {
      let told = false;
      await t.test(sentence, async () => {
        await step();
        told = true;
      });
      if (!told) return;
    }
  });
}
