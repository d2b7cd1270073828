/** Why there is no picture; the names are those of the page's notices. */
export type CameraRefusal = "no-camera-permission" | "no-camera" | "camera-failed" | "insecure";

export type Camera = {
  stop(): void;
  /** Switches the lamp; null where the phone has none that the browser may use. */
  torch: ((on: boolean) => Promise<void>) | null;
};

export async function openCamera(video: HTMLVideoElement): Promise<Camera | CameraRefusal> {
  if (!isSecureContext || !navigator.mediaDevices) return "insecure";
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
    const stop = (): void => stream.getTracks().forEach((track) => track.stop());
    video.srcObject = stream;
    await video.play().catch((error: unknown) => (stop(), Promise.reject(error)));
    return { stop, torch: torchOf(stream.getVideoTracks()[0]) };
  } catch (error) {
    return refusal(error instanceof DOMException ? error.name : "");
  }
}

function refusal(name: string): CameraRefusal {
  if (name === "NotAllowedError" || name === "SecurityError") return "no-camera-permission";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "no-camera" : "camera-failed";
}

function torchOf(track: MediaStreamTrack | undefined): Camera["torch"] {
  // `torch` is an image capture capability that the DOM types do not know.
  const able = (track?.getCapabilities?.() as { torch?: boolean } | undefined)?.torch === true;
  return able ? (on) => track!.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] }) : null;
}
