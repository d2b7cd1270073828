import { part } from "../verify/parts.ts";
import type { Words } from "../verify/words.ts";
import type { Device } from "./facts.ts";
import { type Wanted, readWanted } from "./look-up.ts";
import { button, make, on, say } from "./parts.ts";
import type { Phone } from "./phone.ts";

/** What the first screen of an enrolled phone can ask for. */
export type Actions = {
  send(): void;
  /** The sentence that answers, or null where the permit is on the screen. */
  find(wanted: Wanted): Promise<Node | null>;
  /** Whether the phone lets its place be used. */
  usePlace(wanted: boolean): Promise<boolean>;
};

export type Home = { show(): Promise<void> };

/** The enrolled phone's part of the first screen: who it is, what waits, the look-up. */
export function openHome(phone: Phone, words: Words, clock: () => number, actions: Actions): Home {
  const facts = document.createElement("div");
  part("scan-device").replaceChildren(facts, tools(phone, actions));
  return {
    async show() {
      const [waiting, isFull] = [await phone.waiting(), await phone.isFull()];
      const sentAt = phone.sentAt();
      const age = sentAt === null ? "" : words.relative(Math.min(0, Math.round((sentAt - clock()) / 1000)));
      const holding = [...(isFull ? ["full"] : []), ...(phone.isUnknown() ? ["unknown"] : []), ...(waiting > 0 ? ["waiting"] : []), sentAt === null ? "never-sent" : "sent", ...whens(phone.device())];
      const home = make("home", { ...named(phone.device()), count: String(waiting), age }, holding);
      on(home, "send", actions.send);
      facts.replaceChildren(home);
    },
  };
}

/** What a sentence may say of a phone. */
export const named = ({ name, checkpoint, phrase }: Device): Record<string, string> => ({ name, phrase, checkpoint: checkpoint?.name ?? "" });
export const whens = ({ checkpoint }: Device): string[] => [checkpoint ? "checkpoint" : "no-checkpoint"];

function tools(phone: Phone, actions: Actions): HTMLElement {
  const made = make("tools");
  const [found, placed] = made.querySelectorAll(".device-said");
  const typed = made.querySelector("input")!;
  made.querySelector("form")!.addEventListener("submit", (event) => {
    event.preventDefault();
    void lookUp(typed, found!, actions);
  });
  const place = made.querySelector<HTMLInputElement>("[type=checkbox]")!;
  place.checked = phone.place();
  place.addEventListener("change", async () => {
    place.checked = await actions.usePlace(place.checked) && place.checked;
    say(placed, phone.place() === place.checked ? null : make("place-refused"));
  });
  return made;
}

async function lookUp(typed: HTMLInputElement, found: Element, actions: Actions): Promise<void> {
  const wanted = readWanted(typed.value);
  if (!wanted) return say(found, make("find-neither"));
  say(found, make("find-working"));
  const answer = await actions.find(wanted);
  say(found, answer);
  if (!answer) typed.value = "";
}

/** Several permits with one plate: the newest first, each a button. */
export function several(permits: { number: string; code: string }[], present: (code: string) => void): Node {
  const made = make("find-several", { count: String(permits.length) });
  made.append(...permits.map(({ number, code }) => button(number, () => present(code))));
  return made;
}
