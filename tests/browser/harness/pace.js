/** How fast the machine is that a story runs on, so that a phone is as slow on each. */

/** Milliseconds that a cheap phone needs for the work below: four times those of the machine that the figures in the docs are from. */
const PHONE = 42;
/** The least that Chromium takes. */
const FULL_SPEED = 1;

/** By how much a page has to be slowed down here to be as slow as a cheap phone. `page` is any page that is not slowed down yet. */
export async function phonesPace(page) {
  return Math.max(FULL_SPEED, PHONE / await page.evaluate(work));
}

/** The sums of the pixels above and left of each, as a decoder makes them of a picture; the median time, once the code is warm. */
function work() {
  const SIDE = 540, TURNS = 12, WARM = 20, ROUNDS = 41;
  const picture = new Uint8Array(SIDE * SIDE).map((_, at) => at * 2654435761 >>> 24);
  const sums = new Uint32Array(SIDE * SIDE);
  const round = () => {
    const begun = performance.now();
    for (let turn = 0; turn < TURNS; turn++)
      for (let y = 1; y < SIDE; y++)
        for (let x = 1, at = y * SIDE + 1; x < SIDE; x++, at++)
          sums[at] = picture[at] + sums[at - 1] + sums[at - SIDE] - sums[at - SIDE - 1] >>> 0;
    return performance.now() - begun;
  };
  const times = Array.from({ length: ROUNDS }, round).slice(WARM);
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
}
