/** What a permit allows, by the roles of its fields: who, with which vehicle, where, on which days, at which hours. */
import { type ShownField } from "./description.ts";

export type Allowed = {
  /** Holder and document, to hold against the identity card. */
  who: ShownField[];
  vehicles: ShownField[];
  zones: string[];
  /** Their names; empty where it holds on every day. */
  days: string[];
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
    days: of("days").flatMap(({ values }) => values),
    hours: start || end ? { start, end } : null,
    details: [...of("detail"), ...strange],
  };
}

const timeOf = (fields: ShownField[]): string | null => fields.map(({ values }) => values.join()).find((value) => TIME.test(value)) ?? null;

/** A day of the week in ISO 8601's number, 1 for Monday, and a time of day (`HH:MM`). */
export type LocalTime = { weekday: number; time: string };

/** Why a permit does not hold at that time, by the days (`135`) and hours that it names; null where it does. Hours past midnight belong to the day on which they began. */
export function outsideOf({ days, hours }: { days: string | null; hours: Hours | null }, { weekday, time }: LocalTime): "days" | "hours" | null {
  const began = hours && passesMidnight(hours) && time <= hours.end! ? (weekday + 5) % 7 + 1 : weekday;
  if (days && !days.includes(String(began))) return "days";
  return hours && isOutside(hours, time) ? "hours" : null;
}

const passesMidnight = ({ start, end }: Hours): boolean => start !== null && end !== null && start > end;

/** Whether a time of day (`HH:MM`) lies outside; the last minute is still inside it. The same time at both ends is the whole day. */
function isOutside({ start, end }: Hours, time: string): boolean {
  const from = start ?? "00:00";
  const until = end ?? "24:00";
  if (from === until) return false;
  return from < until ? time < from || time > until : time < from && time > until;
}
