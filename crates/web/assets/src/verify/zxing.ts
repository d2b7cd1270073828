/** The better worker, which replaces the first one when it has come. It says "ready", then answers pictures. */
import { type ReadResult, type ReaderOptions, prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { practise } from "./practice.ts";
import { sharpen } from "./sharpen.ts";
import type { Picture, Sighting } from "./sighting.ts";

const OPTIONS: ReaderOptions = { formats: ["QRCode"], tryHarder: true, tryInvert: false, maxNumberOfSymbols: 1, returnErrors: true };
/** The page tells the decoder's address in the worker's own, since only the page knows its hash. */
const wasm = decodeURIComponent(location.hash.slice(1));

const say = postMessage as (message: Sighting | "ready") => void;

addEventListener("message", ({ data }: MessageEvent<Picture>) => void read(data).then(say));

prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true }).then(
  () => practise((image) => read({ image, sharpen: false })).then(() => say("ready")),
  (error: unknown) => setTimeout(() => { throw error; }),
);

async function read({ image, sharpen: soft }: Picture): Promise<Sighting> {
  if (soft) sharpen(image);
  const [found] = await readBarcodes(image, OPTIONS).catch((): ReadResult[] => []);
  if (!found) return { text: null, size: null };
  const { topLeft, bottomRight } = found.position;
  const across = Math.hypot(topLeft.x - bottomRight.x, topLeft.y - bottomRight.y) / Math.SQRT2;
  return { text: found.isValid ? found.text : null, size: across / Math.min(image.width, image.height) };
}
