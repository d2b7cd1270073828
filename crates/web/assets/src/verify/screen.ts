import { inLanguage, showFields } from "./description.ts";
import { clone, part } from "./parts.ts";
import { type Freshness, type Trust, ageOf, freshnessOf, newestList } from "./trust.ts";
import type { Check } from "./verdict.ts";
import { type Words, fill } from "./words.ts";

export { clone, part };

export type Showing = { now: number; language: string; words: Words; trust: Trust | null; isPublic: boolean };

/** Fills the verdict's own template. */
export function verdictScreen(check: Check, showing: Showing): HTMLElement {
  const section = clone(`template[data-verdict="${check.verdict}"]`);
  section.dataset.verdict = check.verdict;
  section.dataset.freshness = check.freshness;
  section.dataset.age = check.age === null ? "" : String(check.age);

  const list = check.permit ? check : phoneList(showing);
  section.querySelector<HTMLElement>(".verdict-age")!.dataset.freshness = list.freshness;
  fillSentences(section, { ...sentenceValues(check, showing), age: ageInWords(list.age, showing) });
  keepWhen(section, [...whens(check, showing), `list-${list.freshness}`]);
  fillFields(section, check, showing);
  return section;
}

/** Says how old the newest list on this phone is. */
export function showPhoneList(showing: Showing): void {
  const line = part("scan-list");
  const { freshness, age } = phoneList(showing);
  line.dataset.freshness = freshness;
  fillSentences(line, { age: ageInWords(age, showing) });
  keepWhen(line, [`list-${freshness}`]);
  line.hidden = false;
}

function phoneList({ trust, now }: Showing): { freshness: Freshness; age: number | null } {
  const list = newestList(trust);
  return { freshness: freshnessOf(list, now), age: ageOf(list, now) };
}

const ageInWords = (age: number | null, { words }: Showing): string => (age === null ? "" : words.relative(-age));

function sentenceValues({ permit, description, foreignAddress }: Check, { now, language, words }: Showing): Record<string, string> {
  const address = foreignAddress ?? "";
  if (!permit) return { address };
  return {
    address,
    title: description ? inLanguage(description.title, description, language) : "",
    from: words.moment(permit.nbf),
    until: words.moment(permit.exp),
    left: words.span(permit.exp - now),
    since: words.relative(permit.exp - now),
    starts: words.relative(permit.nbf - now),
  };
}

function whens({ permit, description, foreignAddress }: Check, { isPublic }: Showing): string[] {
  const holds: Record<string, boolean> = {
    holder: permit !== null,
    "no-words": permit !== null && description === null,
    conditions: Object.keys(description?.conditions ?? {}).length > 0,
    foreign: foreignAddress !== null,
    own: foreignAddress === null,
    public: isPublic,
  };
  return Object.keys(holds).filter((name) => holds[name]);
}

function fillSentences(root: HTMLElement, values: Record<string, string>): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-sentence]")) {
    element.textContent = fill(element.dataset.sentence!, values);
  }
}

function keepWhen(root: HTMLElement, holding: string[]): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-when]")) {
    element.hidden = !element.dataset.when!.split(" ").some((name) => holding.includes(name));
  }
}

function fillFields(section: HTMLElement, { permit, description }: Check, { language }: Showing): void {
  const list = section.querySelector<HTMLElement>("[data-slot=fields]");
  showFields(permit?.fields ?? [], description, language).forEach(({ role, form, label, value }, i) => {
    const shown = form === "last-four" ? fill(list?.dataset.lastFour ?? "{value}", { value }) : value;
    const holder = role === "holder" || role === "document" ? "big" : role === "vehicle" ? "big plate" : "";
    list?.append(element("dt", label || fill(list.dataset.unlabelled ?? "{n}", { n: String(i + 1) })), element("dd", shown, holder));
  });
  const conditions = description ? inLanguage(description.conditions ?? {}, description, language) ?? [] : [];
  section.querySelector("[data-slot=conditions]")?.append(...conditions.map((text) => element("li", text)));
}

function element(name: string, text: string, className = ""): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}
