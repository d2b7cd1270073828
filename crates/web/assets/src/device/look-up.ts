import type { Answer } from "./api.ts";

export type Wanted = { number: string } | { plate: string };

/** A permit that the office found: its number and the very text of its code, to be checked as if it had been scanned. */
export type FoundPermit = { code: string; number: string };
/** Why nothing was looked up; the names are those of the page's sentences. */
export const LOOK_UP_PROBLEMS = ["no-network", "too-many", "refused", "unknown"] as const;
export type LookUpAnswer = FoundPermit[] | (typeof LOOK_UP_PROBLEMS)[number] | "gone";

/** A permit's number has ten symbols and a check; whatever is shorter is a plate. Null where it is neither. */
export function readWanted(typed: string): Wanted | null {
  const plain = typed.toUpperCase().replace(/[^0-9A-Z]/g, "");
  if (plain.length === NUMBER) return { number: typed.trim() };
  return plain.length >= 5 && plain.length <= 8 ? { plate: typed.trim() } : null;
}

const NUMBER = 11;

export function readLookUp(answer: Answer): LookUpAnswer {
  if ("failure" in answer) {
    if (answer.status === 429) return "too-many";
    return answer.failure === "unreachable" ? "no-network" : answer.failure;
  }
  const { permits } = Object(answer.value) as { permits?: unknown };
  return Array.isArray(permits) ? permits.filter(isFound) : "no-network";
}

function isFound(row: unknown): row is FoundPermit {
  const { code, number } = Object(row) as Record<string, unknown>;
  return typeof code === "string" && typeof number === "string";
}
