/** The first worker that reads codes where the browser cannot: small, so that it is here at once. */
import decodeQR from "qr/decode.js";
import { practise } from "./practice.ts";
import type { Picture, Sighting } from "./sighting.ts";

addEventListener("message", ({ data }: MessageEvent<Picture>) => {
  (postMessage as (message: Sighting) => void)(read(data.image));
});

void practise(read);

function read(picture: ImageData): Sighting {
  let size: number | null = null;
  const side = Math.min(picture.width, picture.height);
  try {
    const pointsOnDetect = ({ boundingBox }: { boundingBox: { width: number; height: number } }): void => {
      size = Math.max(boundingBox.width, boundingBox.height) / side;
    };
    return { text: decodeQR(picture, { timeLimit: 150, pointsOnDetect }), size };
  } catch {
    return { text: null, size };
  }
}
