import type { Check } from "../verify/verdict.ts";
import { REPORT_KINDS, type ReportKind } from "./facts.ts";
import { named } from "./home.ts";
import type { Moment } from "./moment.ts";
import { newId } from "./new-id.ts";
import { button, make, on, say } from "./parts.ts";
import type { Phone } from "./phone.ts";
import { type Incident, MOST_CODE, MOST_NOTE, shortened } from "./records.ts";

/** The verdict on the screen: what it says now, and when it was first shown. */
export type Shown = { check: Check; text: string; moment: Moment };

/** What the enrolled phone adds to a verdict: its phrase, a report in two taps, the way to the permit. */
export type Bar = {
  /** The same scan is drawn anew. */
  update(shown: Shown): void;
  /** This check could not be kept, since the phone is full or for another cause. */
  notKept(why: "full" | "broken"): void;
};

/** How a report ended; the names are those of the page's sentences. `unknown`: kept, and sent when the phone is enrolled anew. `refused`: kept, but the office does not take it. */
export const REPORT_ENDS = ["sent", "kept", "failed", "broken", "unknown", "refused"] as const;
export type Reported = (typeof REPORT_ENDS)[number];
export type Report = (incident: Incident) => Promise<Reported>;

export function openBar(slot: Element, phone: Phone, first: Shown, timeNow: () => string, report: Report): Bar {
  let shown = first;
  const bar = make("bar", named(phone.device()));
  const said = bar.querySelector(".device-said")!;
  const place = bar.querySelector(".device-form")!;
  const actions = bar.querySelector<HTMLElement>(".device-actions")!;
  on(bar, "report", openReasons);
  slot.replaceChildren(bar);
  seePermit();
  return {
    update(next) {
      shown = next;
      makeRoom();
      seePermit();
    },
    notKept: (why) => void (bar.querySelector<HTMLElement>(`[data-when=not-kept-${why}]`)!.hidden = false),
  };

  /** The office's page of this permit: for whoever has logged in there, and has a network. */
  function seePermit(): void {
    const link = bar.querySelector("a")!;
    const cti = shown.check.permit?.cti;
    if (cti) link.href = `/o/permits/id/${cti}`;
    link.hidden = !cti || !navigator.onLine;
  }

  function openReasons(): void {
    const reasons = phone.reasons();
    if (!reasons) return say(said, make("report-no-reasons"));
    say(said, null);
    const form = make("reasons");
    for (const kind of REPORT_KINDS) {
      const group = form.querySelector<HTMLElement>(`[data-kind="${kind}"]`)!;
      group.append(...reasons[kind].map(({ code, text }) => button(text, () => void send(kind, code, noteIn(form)))));
      group.hidden = reasons[kind].length === 0;
    }
    on(form, "stop-report", () => close(null));
    open(form);
    form.querySelector("h2")!.focus();
  }

  async function send(kind: ReportKind, reason: string, note: string): Promise<void> {
    close(make("report-sending"));
    const { check, text, moment } = shown;
    const time = timeNow();
    const end = await report({
      id: newId(), kind, reason, ...(note ? { note } : {}),
      cti: check.permit?.cti ?? null, code: shortened(text, MOST_CODE), verdict: check.verdict, ...moment,
    });
    say(said, make(`report-${end}`, { time }));
  }

  function close(sentence: Node | null): void {
    open(null);
    say(said, sentence);
  }

  function open(form: Node | null): void {
    say(place, form);
    actions.hidden = form !== null;
    makeRoom();
  }

  /** The foot of a verdict stays in sight; the reasons are too many for that. */
  function makeRoom(): void {
    slot.closest(".verdict-foot")?.toggleAttribute("data-open", place.hasChildNodes());
  }
}

const noteIn = (form: Element): string => shortened(form.querySelector("textarea")!.value.trim(), MOST_NOTE);
