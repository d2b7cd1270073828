import { QUICK, THOROUGH, cutPicture } from "./cuts.ts";
import { nativeReader } from "./native-reader.ts";
import { part } from "./parts.ts";
import { NOTHING, type Sighting } from "./sighting.ts";
import { type Decoder, openDecoder } from "./worker-decoder.ts";

/** Looks for QR codes in what the camera shows now; `own` is the address whose codes matter. Rejects where codes cannot be read at all. */
export type Reader = (video: HTMLVideoElement, own: string) => Promise<Sighting>;

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
  return async (video, own) => {
    if (ours) return ours(video, own);
    try {
      return await native(video);
    } catch {
      // Some phones offer a reader whose service is gone.
      ours = ownReader(decoders);
      return NOTHING;
    }
  };
}

/** Milliseconds until a decoder that did not come is asked for again. */
const RETRY = 30_000;
let coming: Promise<void> | null = null;
let better: Decoder | null = null;

/** Fetches the better decoder, where the browser has no reader of its own. */
export async function fetchBetter(decoders: Decoders): Promise<void> {
  if (!(await nativeReader())) await letBetterCome(decoders);
}

/** One for the page's life. */
function letBetterCome({ zxing, wasm }: Decoders): Promise<void> {
  coming ??= openDecoder(`${zxing}#${encodeURIComponent(wasm)}`, { saysReady: true }).then(
    (came) => {
      better = came;
      part("scanner").dataset.readsWith = "zxing";
    },
    () => void setTimeout(() => (coming = null), RETRY),
  );
  return coming;
}

function ownReader(decoders: Decoders): Reader {
  let small: Promise<Decoder> | null = openDecoder(decoders.decoder, { saysReady: false });
  let turn = 0;
  return async (video, own) => {
    void letBetterCome(decoders);
    if (better) {
      void small?.then((decoder) => decoder.close()).catch(() => {});
      small = null;
    }
    const [decoder, recipes] = better ? [better, THOROUGH] : [await small!, QUICK];
    const cut = cutPicture(video, recipes[turn++ % recipes.length]!);
    if (!cut) return NOTHING;
    const { texts, size } = await decoder.read({ ...cut.picture, own });
    return { texts, size: size === null ? null : size * cut.share };
  };
}
