import { clone } from "../verify/parts.ts";
import { fill } from "../verify/words.ts";

/** A copy of one of the page's parts for enrolled phones, its sentences filled and only what holds left in sight. */
export function make(name: string, values: Record<string, string> = {}, holding: string[] = []): HTMLElement {
  const made = clone(`template[data-device="${name}"]`);
  const all = (selector: string): HTMLElement[] => [made, ...made.querySelectorAll<HTMLElement>(selector)].filter((one) => one.matches(selector));
  for (const element of all("[data-sentence]")) element.textContent = fill(element.dataset.sentence!, values);
  for (const element of all("[data-when]")) element.hidden = !element.dataset.when!.split(" ").some((name) => holding.includes(name));
  return made;
}

/** Puts a sentence where this part of the page speaks, in the place of the last one. */
export function say(place: Element | null | undefined, sentence: Node | null): void {
  place?.replaceChildren(...(sentence ? [sentence] : []));
}

/** A button with the office's own words on it. */
export function button(text: string, onClick: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.className = "button button--secondary";
  made.textContent = text;
  made.addEventListener("click", onClick);
  return made;
}

/** Calls this when the button of this name within the part is pressed. */
export function on(part: Element, action: string, onClick: () => void): void {
  part.querySelector(`[data-device-action="${action}"]`)?.addEventListener("click", onClick);
}
