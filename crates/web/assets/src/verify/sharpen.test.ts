import assert from "node:assert/strict";
import { test } from "node:test";
import { sharpen } from "./sharpen.ts";

const SIZE = 40;
const picture = (shade: (x: number, y: number) => number) => {
  const data = new Uint8ClampedArray(SIZE * SIZE * 4).fill(255);
  for (let i = 0; i < SIZE * SIZE; i++) data.fill(shade(i % SIZE, Math.floor(i / SIZE)), 4 * i, 4 * i + 3);
  return { data, width: SIZE, height: SIZE };
};
const at = ({ data }: { data: Uint8ClampedArray }, x: number, y: number): number => data[4 * (y * SIZE + x)]!;

test("a flat picture stays as it is, to its corners", () => {
  const flat = picture(() => 120);
  sharpen(flat);
  assert.ok(flat.data.every((value, i) => (i % 4 === 3 ? value === 255 : Math.abs(value - 120) <= 1)));
});

test("a soft edge becomes a hard one, across and down", () => {
  const soft = (along: number): number => Math.min(180, Math.max(80, 80 + (along - 15) * 10));
  for (const edge of [picture((x) => soft(x)), picture((_, y) => soft(y))]) {
    sharpen(edge);
    const down = at(edge, 20, 17) !== at(edge, 20, 23);
    const [before, behind] = down ? [at(edge, 20, 17), at(edge, 20, 23)] : [at(edge, 17, 20), at(edge, 23, 20)];
    assert.ok(behind - before > 100, `${before} ${behind}, which were 100 and 160`);
  }
});
