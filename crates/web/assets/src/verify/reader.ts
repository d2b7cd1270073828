import { QUICK, THOROUGH, cutPicture } from "./cuts.ts";
import { nativeReader } from "./native-reader.ts";
import { part } from "./screen.ts";
import type { Sighting } from "./sighting.ts";
import { type Decoder, openDecoder } from "./worker-decoder.ts";

/** Looks for a QR code in what the camera shows now. Rejects where codes cannot be read at all. */
export type Reader = (video: HTMLVideoElement) => Promise<Sighting>;

/** Addresses of the decoders' scripts, and of what the better one loads. */
export type Decoders = { decoder: string; zxing: string; wasm: string };

/**
 * The browser's own reader where it has one that works, else ours: the small one at once, the better one as soon as it has come.
 * They run in workers, so that the picture never stutters.
 */
export async function openReader(decoders: Decoders): Promise<Reader> {
  const native = await nativeReader();
  if (!native) return ownReader(decoders);
  let ours: Reader | null = null;
  return async (video) => {
    if (ours) return ours(video);
    try {
      return await native(video);
    } catch {
      // Some phones offer a reader whose service is gone.
      ours = ownReader(decoders);
      return NOTHING;
    }
  };
}

const NOTHING: Sighting = { text: null, size: null };

/** Fetches the better decoder beforehand, where the browser has no reader of its own. */
export async function fetchBetter(decoders: Decoders): Promise<void> {
  if (!(await nativeReader())) void better(decoders).catch(() => {});
}

let coming: Promise<Decoder> | null = null;

/** One for the page's life; where it did not come, the next who asks tries again. */
function better({ zxing, wasm }: Decoders): Promise<Decoder> {
  coming ??= openDecoder(`${zxing}#${encodeURIComponent(wasm)}`, { saysReady: true }).catch((error: unknown) => {
    coming = null;
    throw error;
  });
  return coming;
}

function ownReader(decoders: Decoders): Reader {
  const small = openDecoder(decoders.decoder, { saysReady: false });
  let best: Decoder | null = null;
  void better(decoders).then(async (came) => {
    best = came;
    part("scanner").dataset.readsWith = "zxing";
    (await small.catch(() => null))?.close();
  }, () => {});
  let turn = 0;
  return async (video) => {
    const [decoder, recipes] = best ? [best, THOROUGH] : [await small, QUICK];
    const cut = cutPicture(video, recipes[turn++ % recipes.length]!);
    if (!cut) return NOTHING;
    const { text, size } = await decoder.read(cut.picture);
    return { text, size: size === null ? null : size * cut.share };
  };
}
