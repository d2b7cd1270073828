/** The page's element of this id; the markup is part of the contract, so it is there. */
export const part = <T extends HTMLElement = HTMLElement>(id: string): T => document.getElementById(id) as T;

/** What the page's template of this selector holds, once more. */
export function clone(selector: string): HTMLElement {
  const template = document.querySelector<HTMLTemplateElement>(selector)!;
  return template.content.firstElementChild?.cloneNode(true) as HTMLElement;
}
