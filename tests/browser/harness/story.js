import { test } from "node:test";

/** One story in steps, told in order; what would follow a failed step is not told. */
export function story(name, steps) {
  test(name, async (t) => {
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
