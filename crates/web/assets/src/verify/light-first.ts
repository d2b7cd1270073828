/** Runs before anything is drawn, as a script that the page waits for: a night scanner never flashes white. */
import { light } from "./light.ts";

light();
matchMedia("(prefers-color-scheme: dark)").addEventListener?.("change", () => light());
