import type { LocalTime } from "./allowed.ts";

/**
 * Dates, spans and "3 minutes ago", put together from the page's own sentences: browsers know no Quechua, and would quietly answer in
 * another language. Only the calendar is asked of them.
 */
export type Words = {
  moment(seconds: number): string;
  /** When something ends: the last day that counts where that is midnight, else the moment. */
  end(seconds: number): string;
  /** When something begins: the day where that is its first moment, else the moment. */
  beginning(seconds: number): string;
  /** The day of the week and the time, `16:20`, on the clock of the place where permits hold. */
  local(seconds: number): LocalTime;
  /** The day of the week, in words. */
  weekday(seconds: number): string;
  /** "5 horas y 10 minutos": the two largest units that matter. */
  span(seconds: number): string;
  /** "hace 3 minutos", "en 2 horas". */
  relative(seconds: number): string;
};

/** What the page says: a unit as `one | several` with `{n}` in each, the weekdays from Sunday and the months with spaces between. */
export type Sentences = Record<"seconds" | "minutes" | "hours" | "days" | "and" | "ago" | "in" | "weekdays" | "months" | "day" | "moment", string>;

const UNITS = [["days", 86_400], ["hours", 3600], ["minutes", 60]] as const;
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

export function words(say: Sentences, timeZone: string | undefined): Words {
  const calendar = new Intl.DateTimeFormat("en-US", {
    weekday: "short", day: "numeric", month: "numeric", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    ...(timeZone ? { timeZone } : {}),
  });
  const [weekdays, months] = [say.weekdays.split(" "), say.months.split(" ")];

  function parts(seconds: number): Record<string, string> {
    const found = Object.fromEntries(calendar.formatToParts(new Date(seconds * 1000)).map(({ type, value }) => [type, value]));
    return {
      weekday: weekdays[WEEKDAYS.indexOf(found.weekday ?? "")] ?? "",
      iso: String(WEEKDAYS.indexOf(found.weekday ?? "") || 7),
      day: found.day ?? "",
      month: months[Number(found.month) - 1] ?? "",
      year: found.year ?? "",
      time: `${found.hour}:${found.minute}`,
    };
  }

  const isMidnight = (seconds: number): boolean => seconds % 60 === 0 && parts(seconds).time === "00:00";

  function count(value: number, unit: "seconds" | "minutes" | "hours" | "days"): string {
    const [one = "", several = one] = say[unit].split(" | ");
    return fill(value === 1 ? one : several, { n: String(value) });
  }

  return {
    moment: (seconds) => fill(say.moment, parts(seconds)),
    // The second before is in the day that still counts.
    end: (seconds) => (isMidnight(seconds) ? fill(say.day, parts(seconds - 1)) : fill(say.moment, parts(seconds))),
    beginning: (seconds) => fill(isMidnight(seconds) ? say.day : say.moment, parts(seconds)),
    local: (seconds) => ({ weekday: Number(parts(seconds).iso), time: parts(seconds).time! }),
    weekday: (seconds) => parts(seconds).weekday!,
    span(seconds) {
      const [first, second] = split(Math.max(60, seconds));
      const start = count(...first!);
      return second && second[0] > 0 ? fill(say.and, { start, end: count(...second) }) : start;
    },
    relative(seconds) {
      const size = Math.max(1, Math.abs(seconds));
      const [unit, length] = UNITS.find(([, length]) => size >= length) ?? (["seconds", 1] as const);
      return fill(seconds > 0 ? say.in : say.ago, { span: count(Math.floor(size / length), unit) });
    },
  };
}

function split(seconds: number): [number, (typeof UNITS)[number][0]][] {
  let left = seconds;
  const parts = UNITS.map(([unit, length]): [number, typeof unit] => {
    const value = Math.floor(left / length);
    left -= value * length;
    return [value, unit];
  });
  const first = parts.findIndex(([value]) => value > 0);
  return parts.slice(first, first + 2);
}

/** Puts values into the `{name}` places of a sentence. */
export function fill(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{([a-z]+)\}/g, (_, name: string) => values[name] ?? "");
}
