import { part } from "../verify/parts.ts";
import type { Device } from "./facts.ts";
import type { EnrolmentProblem } from "./enrolment.ts";
import { named, whens } from "./home.ts";
import { make, on, say } from "./parts.ts";

/**
 * Asks whether this phone shall be enrolled, does it, and shows its name and phrase. Resolves when the person goes on,
 * whatever the answer was.
 */
export function askToEnrol(main: HTMLElement, enrol: () => Promise<Device | EnrolmentProblem>): Promise<void> {
  return new Promise((resolve) => {
    const leave = (): void => {
      delete main.dataset.enrolling;
      part("scan-device").replaceChildren();
      resolve();
    };
    const asking = make("enrol");
    const said = asking.querySelector(".device-said");
    on(asking, "leave", leave);
    let isAsking = false;
    on(asking, "enrol", async () => {
      if (isAsking) return;
      isAsking = true;
      say(said, make("enrolling"));
      const enrolled = await enrol().finally(() => (isAsking = false));
      if (typeof enrolled === "string") return say(said, make(`problem-${enrolled}`));
      const done = make("enrolled", named(enrolled), whens(enrolled));
      on(done, "leave", leave);
      show(done);
    });
    main.dataset.enrolling = "";
    show(asking);
  });
}

function show(screen: HTMLElement): void {
  part("scan-device").replaceChildren(screen);
  screen.querySelector("h1")?.focus();
}
