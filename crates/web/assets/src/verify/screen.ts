import { signalOf } from "./alert.ts";
import { type Allowed, allowedBy, outsideOf } from "./allowed.ts";
import { type ShownField, inLanguage, showFields, spokenLanguage } from "./description.ts";
import { clone, part } from "./parts.ts";
import { type Freshness, type Trust, ageOf, freshnessOf, newestList } from "./trust.ts";
import { type Check, offlineFor } from "./verdict.ts";
import { type Words, fill } from "./words.ts";

export type Showing = { now: number; language: string; words: Words; trust: Trust | null; isPublic: boolean };

/** Fills the verdict's own template; a valid permit by too old a list has one of its own, which is no plain green. */
export function verdictScreen(check: Check, showing: Showing): HTMLElement {
  const section = clone(`template[data-screen="${check.tooOld ? "unconfirmed" : check.verdict}"]`);
  section.dataset.verdict = check.verdict;
  section.dataset.freshness = check.freshness;
  section.dataset.age = check.age === null ? "" : String(check.age);

  const shown = showFields(check.permit?.fields ?? [], check.description, showing.language);
  const allowed = allowedBy(shown);
  const outside = check.verdict === "valid" ? outsideOf({ days: daysOf(check), hours: allowed.hours }, showing.words.local(showing.now)) : null;
  section.dataset.signal = signalOf(check, outside !== null);

  const list = check.permit ? check : phoneList(showing);
  section.querySelector<HTMLElement>(".verdict-age")!.dataset.freshness = list.freshness;
  fillSentences(section, { ...sentenceValues(check, showing), ...hourValues(allowed), age: ageInWords(list.age, showing) });
  keepWhen(section, [...whens(check, showing), ...whensAllowed(allowed, outside), `list-${list.freshness}`]);
  fillAllowed(section, allowed);
  fillConditions(section, check, showing);
  if (check.description) markLanguage(section, spokenLanguage(check.description, showing.language), showing.language);
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
  const list = newestList(trust, now);
  return { freshness: freshnessOf(list, now), age: ageOf(list, now) };
}

const ageInWords = (age: number | null, { words }: Showing): string => (age === null ? "" : words.relative(-age));

function sentenceValues({ permit, description, foreignAddress }: Check, { now, language, words }: Showing): Record<string, string> {
  const address = foreignAddress ?? "";
  if (!permit) return { address };
  return {
    address,
    title: description ? inLanguage(description.title, description, language) : "",
    from: words.beginning(permit.nbf),
    until: words.end(permit.exp),
    left: words.span(permit.exp - now),
    since: words.relative(permit.exp - now),
    starts: words.relative(permit.nbf - now),
    time: words.local(now).time,
    weekday: words.weekday(now),
    limit: words.span(offlineFor(description)),
  };
}

/** The digits of the days on which it holds, where a description says which field they are. */
const daysOf = ({ permit, description }: Check): string | null => {
  const at = description?.fields.findIndex(({ role }) => role === "days") ?? -1;
  const value = permit?.fields[at];
  return typeof value === "string" && /^[1-7]+$/.test(value) ? value : null;
};

/** The service's own words say of which language they are, where it is not the page's: they are read out, and hyphenated, by it. */
function markLanguage(section: HTMLElement, spoken: string, ofPage: string): void {
  if (spoken === ofPage) return;
  const words = ["who", "details"].map((slot) => `[data-slot=${slot}] > dt, [data-slot=${slot}] > dd:not([data-worded])`);
  const places = [...words, "[data-slot=zones]", "[data-slot=conditions]", '[data-sentence="{title}"]'];
  for (const element of section.querySelectorAll<HTMLElement>(places.join(", "))) element.lang = spoken;
}

const hourValues = ({ hours }: Allowed): Record<string, string> => ({ start: hours?.start ?? "", end: hours?.end ?? "" });

function whens({ permit, description, foreignAddress, kind }: Check, { isPublic }: Showing): string[] {
  const holds: Record<string, boolean> = {
    "no-words": permit !== null && description === null,
    conditions: Object.keys(description?.conditions ?? {}).length > 0,
    foreign: foreignAddress !== null,
    own: foreignAddress === null,
    public: isPublic,
    [`kind-${kind}`]: kind !== null,
  };
  return Object.keys(holds).filter((name) => holds[name]);
}

function whensAllowed({ vehicles, zones, days, hours, details }: Allowed, outside: "days" | "hours" | null): string[] {
  const holds: Record<string, boolean> = {
    vehicle: vehicles.length > 0,
    zones: zones.length > 0,
    days: days.length > 0,
    "hours-both": Boolean(hours?.start && hours.end),
    "hours-from": Boolean(hours?.start && !hours.end),
    "hours-until": Boolean(hours?.end && !hours.start),
    details: details.length > 0,
    "outside-days": outside === "days",
    "outside-hours": outside === "hours",
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

function fillAllowed(section: HTMLElement, { who, vehicles, zones, days, details }: Allowed): void {
  const slot = (name: string): HTMLElement | null => section.querySelector<HTMLElement>(`[data-slot=${name}]`);
  slot("who")?.append(...who.flatMap((field) => row(section, field, `big ${field.role}`)));
  slot("vehicle")?.append(...vehicles.map(({ values }) => element("p", values.join(", "), "plate")));
  slot("zones")?.append(...zones.map((zone) => element("li", zone)));
  slot("days")?.append(...days.map((day) => element("li", day)));
  slot("details")?.append(...details.flatMap((field, i) => row(section, field, "", i)));
}

/** A field's label and value; where this phone has no label, its place on the permit. */
function row(section: HTMLElement, { form, label, values }: ShownField, className: string, place = 0): HTMLElement[] {
  const { lastFour = "{value}", unlabelled = "{n}" } = section.dataset;
  const value = values.join(", ");
  const isWorded = form === "last-four";
  const made = element("dd", isWorded ? fill(lastFour, { value }) : value, className);
  // In the page's own words.
  made.toggleAttribute("data-worded", isWorded);
  return [element("dt", label || fill(unlabelled, { n: String(place + 1) })), made];
}

function fillConditions(section: HTMLElement, { description }: Check, { language }: Showing): void {
  const conditions = description ? inLanguage(description.conditions ?? {}, description, language) ?? [] : [];
  section.querySelector("[data-slot=conditions]")?.append(...conditions.map((text) => element("li", text)));
}

function element(name: string, text: string, className = ""): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}
