import { NOTHING, type Sighting } from "./sighting.ts";

/** The part of the Shape Detection API that we use; not in the DOM's types. */
type Found = { rawValue: string; boundingBox: DOMRectReadOnly };
type Detector = { detect(source: CanvasImageSource): Promise<Found[]> };
type DetectorClass = { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> };

/** Most of them see no code that is light on dark, so each so many empty pictures one is shown to them inverted. */
const INVERTED_EACH = 3;
/** The pixels of an inverted picture's shorter side, at most: what is shown so is a screen, whose edges are clean. */
const INVERTED_SIDE = 720;

/** The browser's own reader; null where there is none, or only its name. */
export async function nativeReader(): Promise<((video: HTMLVideoElement) => Promise<Sighting>) | null> {
  const Native = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  try {
    if (!Native || !(await Native.getSupportedFormats()).includes("qr_code")) return null;
    const detector = new Native({ formats: ["qr_code"] });
    await detector.detect(blank());
    let empty = 0;
    return async (video) => {
      const side = Math.min(video.videoWidth, video.videoHeight);
      if (side === 0) return NOTHING;
      const seen = sighting(await detector.detect(video), side);
      if (seen.size !== null || ++empty % INVERTED_EACH) return seen;
      const picture = inverted(video, Math.min(1, INVERTED_SIDE / side));
      return sighting(await detector.detect(picture), Math.min(picture.width, picture.height));
    };
  } catch {
    return null;
  }
}

function sighting(found: Found[], side: number): Sighting {
  const sizes = found.map(({ boundingBox: { width, height } }) => Math.max(width, height ?? 0) / side);
  return { texts: found.map(({ rawValue }) => rawValue).filter(Boolean), size: sizes.length ? Math.max(...sizes) : null };
}

const canvas = document.createElement("canvas");

/** What the camera shows, light where it is dark. */
function inverted(video: HTMLVideoElement, scale: number): HTMLCanvasElement {
  Object.assign(canvas, { width: Math.round(video.videoWidth * scale), height: Math.round(video.videoHeight * scale) });
  const context = canvas.getContext("2d");
  if (!context) return canvas;
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  // Each shade's difference from white.
  context.globalCompositeOperation = "difference";
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}

function blank(): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 32;
  canvas.getContext("2d");
  return canvas;
}
