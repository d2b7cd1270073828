/** The first worker that reads codes where the browser cannot: small, so that it is here at once. */
import { _QRScanner as QRScanner } from "qr/decode.js";
import { isOwn } from "./code.ts";
import { practise } from "./practice.ts";
import type { Picture, Sighting } from "./sighting.ts";

addEventListener("message", ({ data }: MessageEvent<Picture>) => {
  (postMessage as (message: Sighting) => void)(read(data.image, data.own));
});

void practise((picture) => read(picture, ""));

/** Dark on light and light on dark alike. */
function read(picture: ImageData, own: string): Sighting {
  const texts: string[] = [];
  let size: number | null = null;
  const side = Math.min(picture.width, picture.height);
  try {
    const pointsOnDetect = ({ boundingBox }: { boundingBox: { width: number; height: number } }): void => {
      size = Math.max(size ?? 0, Math.max(boundingBox.width, boundingBox.height) / side);
    };
    const scanner = new QRScanner({ timeLimit: 150, pointsOnDetect, maxSize: { width: picture.width, height: picture.height } });
    scanner.addImage(picture);
    // Each call goes on behind the code that the one before it found.
    for (let [text] = scanner.decode(); typeof text === "string"; [text] = scanner.decode()) {
      texts.push(text);
      if (isOwn(text, own)) break;
    }
  } catch {
    // What was found before is found.
  }
  return { texts, size };
}
