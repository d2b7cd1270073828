import { remember, remembered } from "./remembered.ts";

/** Why there is no picture; the names are those of the page's notices. */
export type CameraRefusal = "no-camera-permission" | "no-camera" | "camera-failed" | "insecure";

export type Zoom = { min: number; max: number; step: number; now: number };

export type Camera = {
  stop(): void;
  /** Which of `cameras()` it is. */
  id: string;
  /** Switches the lamp; null where the phone has none that the browser may use. */
  torch: ((on: boolean) => Promise<void>) | null;
  /** What the lens allows, where it allows any. */
  zoom: Zoom | null;
  setZoom(to: number): Promise<void>;
};

/** Image capture's capabilities, which the DOM types do not know (W3C mediacapture-image). */
type Able = { torch?: boolean; focusMode?: string[]; zoom?: { min: number; max: number; step: number } };

const CHOSEN = "chasqui-camera";
/** More than this finds no more codes and takes longer. */
const PICTURE = { width: { ideal: 1920 }, height: { ideal: 1080 } };

/** Opens the camera that was chosen once, else the one at the phone's back. */
export async function openCamera(video: HTMLVideoElement): Promise<Camera | CameraRefusal> {
  if (!isSecureContext || !navigator.mediaDevices) return "insecure";
  try {
    const chosen = remembered(CHOSEN);
    const which = chosen ? { deviceId: { ideal: chosen } } : { facingMode: { ideal: "environment" } };
    const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...PICTURE, ...which } });
    const stop = (): void => stream.getTracks().forEach((track) => track.stop());
    video.srcObject = stream;
    await video.play().catch((error: unknown) => (stop(), Promise.reject(error)));
    return { stop, ...abilitiesOf(stream.getVideoTracks()[0]!) };
  } catch (error) {
    return refusal(error instanceof DOMException ? error.name : "");
  }
}

/** The phone's cameras, which have names only once one was allowed. */
export async function cameras(): Promise<{ id: string; name: string }[]> {
  const devices = await navigator.mediaDevices.enumerateDevices().catch((): MediaDeviceInfo[] => []);
  return devices.filter(({ kind }) => kind === "videoinput").map(({ deviceId, label }) => ({ id: deviceId, name: label }));
}

export const rememberCamera = (id: string): void => remember(CHOSEN, id);

function refusal(name: string): CameraRefusal {
  if (name === "NotAllowedError" || name === "SecurityError") return "no-camera-permission";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "no-camera" : "camera-failed";
}

function abilitiesOf(track: MediaStreamTrack): Omit<Camera, "stop"> {
  const able = (track.getCapabilities?.() ?? {}) as Able;
  const set = (settings: object): Promise<void> => track.applyConstraints({ advanced: [settings as MediaTrackConstraintSet] });
  if (able.focusMode?.includes("continuous")) void set({ focusMode: "continuous" }).catch(() => {});
  const settings = track.getSettings();
  const now = (settings as { zoom?: number }).zoom;
  return {
    id: settings.deviceId ?? "",
    torch: able.torch ? (on) => set({ torch: on }) : null,
    zoom: able.zoom && able.zoom.max > able.zoom.min ? { ...able.zoom, now: now ?? able.zoom.min } : null,
    setZoom: (to) => set({ zoom: to }),
  };
}
