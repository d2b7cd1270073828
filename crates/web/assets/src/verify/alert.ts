/** What a verdict sounds and feels like: an eye is on the driver, a thumb in a glove. Tones are made here; there are no files. */
import type { Check } from "./verdict.ts";
import { isLoud } from "./preferences.ts";

export const SIGNALS = ["good", "careful", "stop", "nothing"] as const;
export type Signal = (typeof SIGNALS)[number];

/** A tone: hertz, seconds, and its colour; 0 hertz is silence. */
type Tone = readonly [hertz: number, seconds: number];
type Pattern = { wave: "sine" | "triangle" | "square"; tones: readonly Tone[]; buzz: readonly number[] };

/** Up for good, level for careful, down and rough for stop, one low knock for nothing: told apart also by who hears few pitches. */
export const PATTERNS: Record<Signal, Pattern> = {
  good: { wave: "sine", tones: [[880, 0.09], [1320, 0.16]], buzz: [90] },
  careful: { wave: "triangle", tones: [[660, 0.14], [0, 0.08], [660, 0.14]], buzz: [140, 90, 140] },
  stop: { wave: "square", tones: [[440, 0.16], [330, 0.16], [220, 0.34]], buzz: [450, 120, 450] },
  nothing: { wave: "triangle", tones: [[300, 0.07]], buzz: [50, 60, 50, 60, 50] },
};

export function signalOf({ verdict, tooOld }: Pick<Check, "verdict" | "tooOld">, outsideHours: boolean): Signal {
  switch (verdict) {
    case "valid": return tooOld || outsideHours ? "careful" : "good";
    case "expired":
    case "not-yet-valid":
    case "suspended": return "careful";
    case "revoked":
    case "forged":
    case "unknown-issuer": return "stop";
    case "not-a-permit": return "nothing";
  }
}

let context: AudioContext | null = null;

/** Browsers let a page be heard only after a finger touched it: to be called from a press of a button. */
export function readyToSound(): void {
  if (!isLoud()) return;
  try {
    context ??= new AudioContext();
    void context.resume();
  } catch {
    // A phone without sound still has its screen.
  }
}

export function sound(signal: Signal): void {
  if (!isLoud()) return;
  const { wave, tones, buzz } = PATTERNS[signal];
  navigator.vibrate?.([...buzz]);
  if (context?.state !== "running") return;
  let at = context.currentTime;
  for (const [hertz, seconds] of tones) {
    if (hertz) play(context, wave, hertz, at, seconds);
    at += seconds;
  }
}

function play(context: AudioContext, wave: OscillatorType, hertz: number, at: number, seconds: number): void {
  const [tone, volume] = [context.createOscillator(), context.createGain()];
  tone.type = wave;
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(wave === "sine" ? 0.5 : 0.3, at);
  // Without an end that fades, a loudspeaker clicks.
  volume.gain.exponentialRampToValueAtTime(0.001, at + seconds);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + seconds);
}
