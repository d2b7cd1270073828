/** What is on the screen: the start, the camera or a verdict. */
import type { Check } from "./verdict.ts";
import { showNotice } from "./notices.ts";
import { part } from "./parts.ts";

const STATES = ["start", "camera", "verdict"] as const;
export type State = (typeof STATES)[number];

/** A code's text; public where a plain camera opened the page with it, so that nobody scanned inside the app. */
export type Scanned = { text: string; isPublic: boolean };

/** How to check a text and draw its screen; null while this phone trusts nobody yet. */
export type Draw = (scanned: Scanned) => Promise<{ check: Check; section: HTMLElement } | null>;

/** Hears of each screen drawn; `before` is what the same scan was last shown as. */
export type Drawn = (check: Check, scanned: Scanned, section: HTMLElement, before: Check | null) => void;

export type Stage = {
  /** The text whose verdict is on the screen. */
  scanned(): Scanned | null;
  turn(to: State): void;
  /** Shows the verdict of a text; the screen, or null where nothing can be said yet. */
  present(scanned: Scanned): Promise<HTMLElement | null>;
  /** Draws the verdict anew: time passes and lists arrive while it is looked at. */
  redraw(): Promise<HTMLElement | null>;
  /** The verdict on the screen is over: nothing of it stays in the page or its address. */
  forget(): void;
};

export function openStage(page: HTMLElement, draw: Draw, drawn: Drawn): Stage {
  let scanned: Scanned | null = null;
  let last: Check | null = null;
  return { scanned: () => scanned, turn, present, redraw, forget };

  function turn(to: State): void {
    for (const state of STATES) part(`scan-${state}`).hidden = state !== to;
    page.dataset.state = to;
    document.body.toggleAttribute("data-scanning", to === "camera" || (to === "verdict" && !scanned?.isPublic));
  }

  async function present(next: Scanned): Promise<HTMLElement | null> {
    scanned = next;
    last = null;
    showNotice(null);
    const section = await redraw();
    if (!section) return null;
    turn("verdict");
    section.focus({ preventScroll: true });
    scrollTo(0, 0);
    return section;
  }

  async function redraw(): Promise<HTMLElement | null> {
    const shown = scanned;
    const result = shown && (await draw(shown));
    if (!result || scanned !== shown) return null;
    const { check, section } = result;
    const focused = document.activeElement as HTMLElement | null;
    const hadFocus = part("scan-verdict").contains(focused);
    keepDeviceSlot(section);
    part("scan-verdict").replaceChildren(section);
    // Who writes a note goes on writing.
    if (hadFocus) (section.contains(focused) ? focused! : section).focus({ preventScroll: true });
    drawn(check, shown!, section, last);
    last = check;
    return section;
  }

  /** What the enrolled phone put there (perhaps a form half filled) outlives the drawing. */
  function keepDeviceSlot(section: HTMLElement): void {
    const before = last && part("scan-verdict").querySelector("[data-slot=device]");
    if (before) section.querySelector("[data-slot=device]")?.replaceWith(before);
  }

  function forget(): void {
    scanned = last = null;
    part("scan-verdict").replaceChildren();
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  }
}
