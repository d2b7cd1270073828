/** The better worker, which replaces the first one when it has come. It says "ready", then answers pictures. */
import { type ReadResult, type ReaderOptions, prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { practise } from "./practice.ts";
import { sharpen } from "./sharpen.ts";
import type { Picture, Sighting } from "./sighting.ts";

/** Codes in one picture; what only looks like one counts too. */
const MOST = 8;
const OPTIONS: ReaderOptions = { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: MOST, returnErrors: true };
/** The page tells the decoder's address in the worker's own, since only the page knows its hash. */
const wasm = decodeURIComponent(location.hash.slice(1));

const say = postMessage as (message: Sighting | "ready") => void;

addEventListener("message", ({ data }: MessageEvent<Picture>) => void read(data).then(say));

prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true }).then(
  () => practise((image) => read({ image, sharpen: false, invert: false, own: "" })).then(() => say("ready")),
  (error: unknown) => setTimeout(() => { throw error; }),
);

async function read({ image, sharpen: soft, invert }: Picture): Promise<Sighting> {
  if (soft) sharpen(image);
  const found = await readBarcodes(image, { ...OPTIONS, tryInvert: invert }).catch((): ReadResult[] => []);
  const sizes = found.map(({ position: { topLeft, bottomRight } }) => Math.hypot(topLeft.x - bottomRight.x, topLeft.y - bottomRight.y) / Math.SQRT2);
  return {
    texts: found.filter(({ isValid }) => isValid).map(({ text }) => text),
    size: sizes.length ? Math.max(...sizes) / Math.min(image.width, image.height) : null,
  };
}
