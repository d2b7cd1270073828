/** Finds a QR code in what the camera shows now; null where there is none. Rejects where codes cannot be read at all. */
export type Reader = (video: HTMLVideoElement) => Promise<string | null>;

type Detector = { detect(source: CanvasImageSource): Promise<{ rawValue: string }[]> };
type DetectorClass = { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> };

/** More picture than this finds no more codes and takes longer. */
const MOST_PIXELS_ASIDE = 960;

/** The browser's own reader where it has one, else ours in a worker, so that the picture never stutters. */
export async function openReader(decoder: string): Promise<Reader> {
  const Native = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const formats = await Native?.getSupportedFormats().catch((): string[] => []);
  return Native && formats?.includes("qr_code") ? nativeReader(new Native({ formats: ["qr_code"] }), decoder) : workerReader(decoder);
}

/** Some phones offer a reader whose service is not installed: the first time it fails, ours takes over. */
function nativeReader(detector: Detector, decoder: string): Reader {
  let ours: Reader | null = null;
  return async (video) => {
    if (ours) return ours(video);
    if (video.videoWidth === 0) return null;
    try {
      return (await detector.detect(video))[0]?.rawValue ?? null;
    } catch {
      ours = workerReader(decoder);
      return null;
    }
  };
}

function workerReader(script: string): Reader {
  const worker = new Worker(script);
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  return (video) =>
    new Promise((resolve, reject) => {
      const picture = context && grab(video, context);
      if (!picture) return resolve(null);
      worker.onmessage = ({ data }: MessageEvent<string | null>) => resolve(data);
      worker.onerror = () => reject(new Error("the decoder did not load"));
      worker.postMessage(picture, [picture.data.buffer]);
    });
}

/** The middle square of the picture: it holds all that the frame on the screen shows. */
function grab(video: HTMLVideoElement, context: CanvasRenderingContext2D): ImageData | null {
  const { videoWidth, videoHeight } = video;
  const side = Math.min(videoWidth, videoHeight);
  if (side === 0) return null;
  const size = Math.min(side, MOST_PIXELS_ASIDE);
  if (context.canvas.width !== size) context.canvas.width = context.canvas.height = size;
  context.drawImage(video, (videoWidth - side) / 2, (videoHeight - side) / 2, side, side, 0, 0, size, size);
  return context.getImageData(0, 0, size, size);
}
