/** How far around a pixel its surroundings reach, and how much of its difference from them is added (unsharp masking). */
const REACH = 6;
const AMOUNT = 3;

type Rgba = { data: Uint8ClampedArray; width: number; height: number };

/** Makes a blurred picture's edges steep again, in grey, in place: what a lens out of focus took from a code. */
export function sharpen({ data, width, height }: Rgba): void {
  const grey = new Float32Array(width * height);
  for (let i = 0; i < grey.length; i++) grey[i] = (data[4 * i]! * 2 + data[4 * i + 1]! * 5 + data[4 * i + 2]!) / 8;
  const around = averages(averages(grey, width, height, 1, width), height, width, width, 1);
  for (let i = 0; i < grey.length; i++) {
    const value = grey[i]! + AMOUNT * (grey[i]! - around[i]!);
    // A clamped array keeps it within 0 to 255.
    data[4 * i] = data[4 * i + 1] = data[4 * i + 2] = value;
  }
}

/** Of each value the mean of those up to REACH before and behind it in its line. */
function averages(values: Float32Array, length: number, lines: number, step: number, stride: number): Float32Array {
  const means = new Float32Array(values.length);
  for (let line = 0; line < lines; line++) {
    const start = line * stride;
    let [sum, count] = [0, 0];
    for (let at = -REACH; at < length; at++) {
      if (at + REACH < length) [sum, count] = [sum + values[start + (at + REACH) * step]!, count + 1];
      if (at - REACH - 1 >= 0) [sum, count] = [sum - values[start + (at - REACH - 1) * step]!, count - 1];
      if (at >= 0) means[start + at * step] = sum / count;
    }
  }
  return means;
}
