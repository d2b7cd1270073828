import type { Sighting } from "./sighting.ts";

/** The part of the Shape Detection API that we use; not in the DOM's types. */
type Found = { rawValue: string; boundingBox: DOMRectReadOnly };
type Detector = { detect(source: CanvasImageSource): Promise<Found[]> };
type DetectorClass = { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> };

/** The browser's own reader; null where there is none, or only its name. */
export async function nativeReader(): Promise<((video: HTMLVideoElement) => Promise<Sighting>) | null> {
  const Native = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  try {
    if (!Native || !(await Native.getSupportedFormats()).includes("qr_code")) return null;
    const detector = new Native({ formats: ["qr_code"] });
    await detector.detect(blank());
    return async (video) => {
      if (video.videoWidth === 0) return { text: null, size: null };
      const [found] = await detector.detect(video);
      const side = Math.min(video.videoWidth, video.videoHeight);
      return found ? { text: found.rawValue, size: found.boundingBox.width / side } : { text: null, size: null };
    };
  } catch {
    return null;
  }
}

function blank(): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 32;
  canvas.getContext("2d");
  return canvas;
}
