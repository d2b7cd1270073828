import { remembered } from "./remembered.ts";

/** Day or night: what was chosen on this phone, else what the phone itself says. */
export const LIGHT = "chasqui-light";
const LIGHTS = ["auto", "day", "night"] as const;
export type Light = (typeof LIGHTS)[number];

export const isLight = (value: unknown): value is Light => LIGHTS.includes(value as Light);

export function chosenLight(): Light {
  const kept = remembered(LIGHT);
  return isLight(kept) ? kept : "auto";
}

/** Marks the page for the stylesheet. */
export function light(chosen: Light = chosenLight()): void {
  const night = chosen === "night" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.light = night ? "night" : "day";
  document.querySelector("meta[name=theme-color]")?.setAttribute("content", night ? "#0b0e11" : "#00526b");
}
