/** Pieces and sizes of the camera's picture, tried in turn: what is too small, too noisy or too soft for one is right for another. */
import type { Picture } from "./sighting.ts";

export type Cut = {
  picture: Omit<Picture, "own">;
  /** The cut's shorter side, as a part of the whole picture's. */
  share: number;
};

type Recipe = {
  /** A square around the middle, or the whole picture in its own shape. */
  shape: "square" | "whole";
  /** How much of the picture's shorter side it takes. */
  share: number;
  /** The pixels that its shorter side is given, at most or exactly. */
  most?: number;
  exactly?: number;
  sharpen?: true;
  /** Codes that are light on dark are looked for too, which takes a third longer. */
  invert?: true;
};

/** For the small decoder, which takes longer over more pixels. */
export const QUICK: Recipe[] = [
  { shape: "square", share: 1, most: 600 },
  { shape: "square", share: 0.6, exactly: 720 },
  { shape: "whole", share: 1, most: 400 },
];

/** For the better one; what each is good for was measured (docs/scanning.md). */
export const THOROUGH: Recipe[] = [
  // All that the frame on the screen shows: fewer pixels are faster, and even out what a printer or a sensor adds.
  { shape: "square", share: 1, most: 540, invert: true },
  // More pixels a module even out a sensor's noise by night.
  { shape: "square", share: 1, exactly: 1080 },
  // A lens out of focus, a hand that moves.
  { shape: "square", share: 1, exactly: 1080, sharpen: true },
  // A small code, or one held aside.
  { shape: "whole", share: 1, most: 1080, invert: true },
  // A code far away.
  { shape: "square", share: 0.6, exactly: 720 },
  // The dots of a screen or a coarse printer run together.
  { shape: "whole", share: 1, most: 400 },
];

let context: CanvasRenderingContext2D | null = null;

/** Null while there is no picture. */
export function cutPicture(video: HTMLVideoElement, recipe: Recipe): Cut | null {
  const { videoWidth, videoHeight } = video;
  const { shape, share, most = Infinity, exactly, sharpen = false, invert = false } = recipe;
  const side = Math.min(videoWidth, videoHeight);
  context ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (side === 0 || !context) return null;
  const [fromWidth, fromHeight] = shape === "whole" ? [videoWidth, videoHeight] : [side * share, side * share];
  const scale = (exactly ?? Math.min(side * share, most)) / (side * share);
  const [width, height] = [Math.round(fromWidth * scale), Math.round(fromHeight * scale)];
  if (context.canvas.width !== width || context.canvas.height !== height) Object.assign(context.canvas, { width, height });
  // Larger by straight lines between pixels: finer curves would draw the noise too.
  context.imageSmoothingQuality = scale > 1 ? "low" : "medium";
  context.drawImage(video, (videoWidth - fromWidth) / 2, (videoHeight - fromHeight) / 2, fromWidth, fromHeight, 0, 0, width, height);
  return { picture: { image: context.getImageData(0, 0, width, height), sharpen, invert }, share };
}
