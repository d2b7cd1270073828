/** Pieces and sizes of the camera's picture, tried in turn: what is too small for one is right for another. */
import type { Picture } from "./sighting.ts";

export type Cut = {
  picture: Picture;
  /** The cut's shorter side, as a part of the whole picture's. */
  share: number;
};

/** The part of the picture around its middle, by its longer and shorter side, and the most pixels that its shorter side is given. */
const CUTS = [
  // The middle square: all that the frame on the screen shows.
  { long: "square", share: 1, most: 720 },
  // The whole picture as it is: a small code, or one held aside.
  { long: "whole", share: 1, most: 1080 },
  // The middle, as fine as the camera has it: a code far away.
  { long: "square", share: 0.6, most: 1080 },
  // Half the size: noise and the dots of a screen even out.
  { long: "whole", share: 1, most: 400 },
] as const;

const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

/** Null while there is no picture. */
export function cutPicture(video: HTMLVideoElement, turn: number): Cut | null {
  const { videoWidth, videoHeight } = video;
  const side = Math.min(videoWidth, videoHeight);
  if (side === 0 || !context) return null;
  const { long, share, most } = CUTS[turn % CUTS.length]!;
  const [fromWidth, fromHeight] = long === "whole" ? [videoWidth, videoHeight] : [side * share, side * share];
  const scale = Math.min(1, most / Math.min(fromWidth, fromHeight));
  const [width, height] = [Math.round(fromWidth * scale), Math.round(fromHeight * scale)];
  if (context.canvas.width !== width || context.canvas.height !== height) Object.assign(context.canvas, { width, height });
  context.imageSmoothingQuality = "high";
  context.drawImage(video, (videoWidth - fromWidth) / 2, (videoHeight - fromHeight) / 2, fromWidth, fromHeight, 0, 0, width, height);
  return { picture: context.getImageData(0, 0, width, height), share };
}
