/** Lamp, choice of camera and zoom, where this phone has them. */
import { type Camera, cameras, rememberCamera } from "./camera.ts";
import { part } from "./parts.ts";

export type CameraControls = {
  show(): Promise<void>;
  reset(): void;
  toggleTorch(): Promise<void>;
  nextCamera(): Promise<void>;
};

export function openControls(current: () => Camera | null, reopen: () => void): CameraControls {
  const torch = part("scan-torch");
  const zoom = part<HTMLInputElement>("scan-zoom");
  zoom.addEventListener("input", () => void current()?.setZoom(Number(zoom.value)).catch(() => {}));
  return { show, reset, toggleTorch, nextCamera };

  async function show(): Promise<void> {
    const camera = current();
    torch.hidden = !camera?.torch;
    part("scan-zoom-field").hidden = !camera?.zoom;
    const range = camera?.zoom;
    if (range) Object.assign(zoom, { min: String(range.min), max: String(range.max), step: String(range.step || 0.1), value: String(range.now) });
    part("scan-camera-next").hidden = (await cameras()).length < 2;
  }

  function reset(): void {
    torch.setAttribute("aria-pressed", "false");
  }

  async function toggleTorch(): Promise<void> {
    const on = torch.getAttribute("aria-pressed") !== "true";
    await current()?.torch?.(on).then(() => torch.setAttribute("aria-pressed", String(on))).catch(() => {});
  }

  /** Phones have several at the back, and the browser's first is not always one that sees sharply near by. */
  async function nextCamera(): Promise<void> {
    const all = await cameras();
    const at = all.findIndex(({ id }) => id === current()?.id);
    const next = all[(at + 1) % all.length];
    if (!next) return;
    rememberCamera(next.id);
    reopen();
  }
}
