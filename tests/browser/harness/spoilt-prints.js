/** A permit printed, spoilt and filmed in every way there is, and what other decoders make of the same pictures. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import decodeQR from "qr/decode.js";
import { placeOf, readGreymap } from "./paper.js";
import { pythonOf } from "./python.js";

const run = promisify(execFile);
const here = new URL("../spoilt-prints/", import.meta.url).pathname;
const AT_ONCE = 2;

/** The frames, each `{file, film, scale, dpi, condition, level}`: JPEG pictures as a phone's camera has them, and as Chromium's needs them. */
export async function filmSpoiltPrints(world, pdf) {
  const folder = await mkdtemp(join(tmpdir(), "chasqui-spoilt-prints-"));
  world.leave(() => rm(folder, { recursive: true, force: true }));
  const place = (await placeOf(pdf)).map(String);
  const { stdout } = await run(await pythonOf(here), [join(here, "frames.py"), pdf, folder, ...place], { maxBuffer: 1e7 });
  return JSON.parse(stdout).map((frame) => ({ ...frame, file: join(folder, frame.file), film: join(folder, frame.film) }));
}

/** Notes with each frame whether `zbarimg` and the small decoder alone read this text in it. */
export async function readByOthers(frames, text) {
  const left = [...frames];
  const lane = async () => {
    for (let frame = left.shift(); frame; frame = left.shift()) {
      frame.zbarimg = (await zbarimg(frame.file)) === text;
      frame.small = (await small(frame.file)) === text;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

const zbarimg = (file) =>
  run("zbarimg", ["-q", "--raw", "-Sdisable", "-Sqrcode.enable", file]).then(({ stdout }) => stdout.trim(), () => null);

async function small(file) {
  const grey = await run("ffmpeg", ["-loglevel", "error", "-i", file, "-pix_fmt", "gray", "-f", "image2pipe", "-vcodec", "pgm", "-"], { encoding: "buffer", maxBuffer: 1e7 });
  try {
    return decodeQR(readGreymap(grey.stdout), { timeLimit: 150 });
  } catch {
    return null;
  }
}

/** One row a condition: how many of its frames each reads. */
export function table(frames) {
  const conditions = [...new Set(frames.map(({ condition, level }) => `${condition}, ${["near", "far"][level]}`))];
  const rows = conditions.map((name) => [name, frames.filter(({ condition, level }) => name === `${condition}, ${["near", "far"][level]}`)]);
  const line = ([name, some]) => [name, some.length, ...["scanner", "zbarimg", "small"].map((who) => some.filter((frame) => frame[who]).length)];
  return [
    ["what happened to it", "frames", "the scanner", "zbarimg", "`qr` alone"],
    ...rows.map(line),
    line(["all", frames]),
  ];
}

export const markdown = ([head, ...rows]) =>
  [head, head.map((_, at) => (at ? "---:" : "---")), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
