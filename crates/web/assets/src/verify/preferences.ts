/** What this phone's owner chose for the screen and the sound. Kept on the phone; nothing of it is ever sent. */
import { LIGHT, chosenLight, isLight, light } from "./light.ts";
import { remember, remembered } from "./remembered.ts";

const SOUND = "chasqui-sound";

let loud = remembered(SOUND) !== "off";

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
      remember(LIGHT, value);
      light(value);
    } else if (name === "sound") {
      loud = checked;
      remember(SOUND, loud ? "on" : "off");
      if (loud) onSound();
    }
  });
  box.hidden = false;
}
