/** Dates, spans and "3 minutes ago" in the page's locale. The sentences around them are the markup's. */
export type Words = {
  moment(seconds: number): string;
  /** "5 horas y 10 minutos": the two largest units that matter. */
  span(seconds: number): string;
  /** "hace 3 minutos", "en 2 horas". */
  relative(seconds: number): string;
};

const UNITS = [["day", 86_400], ["hour", 3600], ["minute", 60]] as const;

export function words(locale: string, timeZone: string | undefined): Words {
  const moments = new Intl.DateTimeFormat(locale, {
    weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    ...(timeZone ? { timeZone } : {}),
  });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "always" });
  const count = (value: number, unit: string): string =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(value);
  return {
    moment: (seconds) => moments.format(new Date(seconds * 1000)),
    span(seconds) {
      const [first, second] = split(Math.max(60, seconds));
      const parts = [first, second].filter((part) => part && part[0] > 0).map((part) => count(...part!));
      return new Intl.ListFormat(locale, { type: "conjunction" }).format(parts);
    },
    relative(seconds) {
      const size = Math.max(1, Math.abs(seconds));
      const [unit, length] = UNITS.find(([, length]) => size >= length) ?? (["second", 1] as const);
      return relative.format((seconds > 0 ? 1 : -1) * Math.floor(size / length), unit);
    },
  };
}

function split(seconds: number): [number, string][] {
  let left = seconds;
  const parts = UNITS.map(([unit, length]): [number, string] => {
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
