/** The camera and what reads codes from it, from the press of a button to a text. */
import { type Camera, type CameraRefusal, openCamera } from "./camera.ts";
import { type CameraControls, openControls } from "./camera-controls.ts";
import { openChoice } from "./choice.ts";
import { openLookout } from "./lookout.ts";
import type { Notice } from "./notices.ts";
import { type Decoders, type Reader, openReader } from "./reader.ts";
import { part } from "./parts.ts";

/** A camera left on behind a verdict is ready for the next paper; after this it is a battery going flat. */
const CAMERA_REST = 60_000;

export type Scanning = {
  /** Starts the decoder beforehand, so that the first scan need not wait for it. */
  prepare(): void;
  /** Opens the camera and looks for a code until there is one, or it is stopped. */
  start(): Promise<void>;
  stop(): void;
  controls: CameraControls;
};

export type Found = {
  /** The address whose codes are looked for first. */
  own(): string;
  onText(text: string): Promise<void>;
  onFailure(notice: Notice): void;
};

export function openScanning(decoders: Decoders, { own, onText, onFailure }: Found): Scanning {
  const video = part<HTMLVideoElement>("scan-video");
  let camera: Camera | null = null;
  let opening: Promise<Camera | CameraRefusal | null> = Promise.resolve(null);
  let reader: Promise<Reader> | null = null;
  let turn = 0;
  let resting: ReturnType<typeof setTimeout> | undefined;
  const controls = openControls(() => camera, reopen);
  return { prepare, start, stop, controls };

  function prepare(): void {
    reader ??= openReader(decoders);
    reader.catch(() => (reader = null));
  }

  async function start(): Promise<void> {
    const mine = ++turn;
    clearTimeout(resting);
    opening = opening.then(() => open(mine));
    const opened = await opening;
    if (typeof opened === "string") return fail(opened);
    if (!opened || mine !== turn) return;
    void controls.show();
    const text = await look(mine).catch((): undefined => void (reader = null));
    if (text === undefined) return fail("camera-failed");
    if (text === null) return;
    turn++;
    resting = setTimeout(closeCamera, CAMERA_REST);
    await onText(text);
  }

  /** One after the other: a camera that was stopped while it opened is closed before the next is opened; null stands for it. */
  async function open(mine: number): Promise<Camera | CameraRefusal | null> {
    if (mine !== turn) return null;
    const opened = camera ?? (await openCamera(video));
    if (mine === turn) return typeof opened === "string" ? opened : (camera = opened);
    if (typeof opened !== "string") opened.stop();
    return null;
  }

  /** The text that is meant; null where it was stopped before. */
  async function look(mine: number): Promise<string | null> {
    prepare();
    const read = await reader!;
    const lookout = openLookout(video);
    const choose = openChoice(own());
    while (mine === turn) {
      const { texts, size } = await read(video, own());
      if (mine !== turn) break;
      const text = choose(texts);
      if (text) return text;
      lookout.missed(size, performance.now());
      await new Promise(requestAnimationFrame);
    }
    return null;
  }

  /** Another camera was chosen. */
  function reopen(): void {
    stop();
    void start();
  }

  function fail(notice: Notice): void {
    stop();
    onFailure(notice);
  }

  function stop(): void {
    turn++;
    closeCamera();
  }

  function closeCamera(): void {
    camera?.stop();
    camera = null;
    controls.reset();
  }
}
