/** What this phone's owner chose for the screen and the sound. Kept on the phone; nothing of it is ever sent. */
import { LIGHT, chosenLight, isLight, light } from "./light.ts";

const SOUND = "chasqui-sound";

let loud = read(SOUND) !== "off";

/** Sound and vibration are on until somebody turns them off. */
export const isLoud = (): boolean => loud;

/** Brings the switches to life; `onSound` hears of sound that was just turned on. */
export function openPreferences(box: HTMLElement, onSound: () => void): void {
  const chosen = chosenLight();
  for (const input of box.querySelectorAll<HTMLInputElement>("input[name=light]")) input.checked = input.value === chosen;
  box.querySelector<HTMLInputElement>("input[name=sound]")!.checked = loud;
  box.addEventListener("change", ({ target }) => {
    const { name, value, checked } = target as HTMLInputElement;
    if (name === "light" && isLight(value)) {
      keep(LIGHT, value);
      light(value);
    } else if (name === "sound") {
      loud = checked;
      keep(SOUND, loud ? "on" : "off");
      if (loud) onSound();
    }
  });
  box.hidden = false;
}

/** A phone that keeps nothing (a private window) has the switches as long as the page. */
function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Nothing to do: the choice holds until the page is closed.
  }
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
