/** The enrolled phone's own script, loaded by `hooks.ts`. */
import type { DeviceModule } from "./hooks.ts";

export const openDevice: DeviceModule["openDevice"] = async () => null;
