/** The worker that reads codes where the browser cannot: a picture comes in, its text or null goes out. */
import decodeQR from "qr/decode.js";

addEventListener("message", ({ data }: MessageEvent<ImageData>) => {
  (postMessage as (message: string | null) => void)(read(data));
});

function read(picture: ImageData): string | null {
  try {
    return decodeQR(picture, { timeLimit: 150 });
  } catch {
    return null;
  }
}
