/** What to say to somebody who holds the camera over a code, and nothing is read. */
import { part } from "./parts.ts";

export type Hint = "aim" | "closer" | "farther" | "steady" | "blind";

export type Lookout = {
  /** A picture without a text; `size` is how much of it something like a code covers. */
  missed(size: number | null, at: number): void;
};

/** Milliseconds without a text before more than "put the code into the frame" is said. */
const PATIENCE = 3000;
/** A code below this part of the picture has too few pixels a module; above that its edges leave the picture. */
const SMALL = 0.3;
const LARGE = 0.9;

export function openLookout(video: HTMLVideoElement): Lookout {
  let since: number | null = null;
  let next = 0;
  let seen: number | null = null;
  showHint("aim");
  return { missed };

  function missed(size: number | null, at: number): void {
    since ??= at;
    seen = size ?? seen;
    if (at - since < PATIENCE || at < next) return;
    next = at + 1000;
    showHint(hintFor(seen, isBlind(video)));
    seen = null;
  }
}

/** What helps most. */
export function hintFor(size: number | null, blind: boolean): Hint {
  if (size !== null) return size < SMALL ? "closer" : size > LARGE ? "farther" : "steady";
  return blind ? "blind" : "closer";
}

function showHint(hint: Hint): void {
  for (const line of part("scan-hint").children) (line as HTMLElement).hidden = (line as HTMLElement).dataset.hint !== hint;
}

const SAMPLE = 24;
const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

/** Whether the picture is all one shade: a covered lens, the pocket, the dark. */
function isBlind(video: HTMLVideoElement): boolean {
  if (!context || video.videoWidth === 0) return false;
  context.canvas.width = context.canvas.height = SAMPLE;
  context.drawImage(video, 0, 0, SAMPLE, SAMPLE);
  return isUniform(context.getImageData(0, 0, SAMPLE, SAMPLE).data);
}

/** Of 256 shades a lit scene has many; a covered lens has noise alone. */
const NOISE = 10;

export function isUniform(rgba: ArrayLike<number>): boolean {
  let [least, most] = [255, 0];
  for (let at = 1; at < rgba.length; at += 4) {
    least = Math.min(least, rgba[at]!);
    most = Math.max(most, rgba[at]!);
  }
  return most - least < NOISE;
}
