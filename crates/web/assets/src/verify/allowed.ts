/** What a permit allows, by the roles of its fields: who, with which vehicle, where, at which hours. */
import { type ShownField } from "./description.ts";

export type Allowed = {
  /** Holder and document, to hold against the identity card. */
  who: ShownField[];
  vehicles: ShownField[];
  zones: string[];
  hours: Hours | null;
  /** Whatever else the permit says. */
  details: ShownField[];
};

/** `HH:MM` on the service's clock; past midnight where the end is before the start. One side may be open. */
export type Hours = { start: string | null; end: string | null };

const TIME = /^([01][0-9]|2[0-3]):[0-5][0-9]$/;

export function allowedBy(fields: ShownField[]): Allowed {
  const of = (...roles: string[]): ShownField[] => fields.filter(({ role }) => roles.includes(role));
  const start = timeOf(of("hours-from"));
  const end = timeOf(of("hours-until"));
  // Hours that are no times of day are still shown, as they stand.
  const strange = of("hours-from", "hours-until").filter(({ values }) => !TIME.test(values.join()));
  return {
    who: of("holder", "document"),
    vehicles: of("vehicle"),
    zones: of("zone").flatMap(({ values }) => values),
    hours: start || end ? { start, end } : null,
    details: [...of("detail"), ...strange],
  };
}

const timeOf = (fields: ShownField[]): string | null => fields.map(({ values }) => values.join()).find((value) => TIME.test(value)) ?? null;

/** Whether a time of day (`HH:MM`) lies outside; the last minute is still inside it. The same time at both ends is the whole day. */
export function isOutside({ start, end }: Hours, time: string): boolean {
  const from = start ?? "00:00";
  const until = end ?? "24:00";
  if (from === until) return false;
  return from < until ? time < from || time > until : time < from && time > until;
}
