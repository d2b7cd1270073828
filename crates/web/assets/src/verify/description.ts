import { readSign1, verifies } from "./cose.ts";
import { type KeySet, keyFor } from "./keys.ts";
import type { Field } from "./permit.ts";

const TYP = "application/chasqui-permit-description+json";

/** A text by language code. */
export type Words = Record<string, string>;
const ROLES = ["holder", "document", "vehicle", "zone", "hours-from", "hours-until", "days", "detail"] as const;
/** What a field is to whoever checks the permit. One that this reader does not know yet is a detail. */
export type Role = (typeof ROLES)[number];
export type FieldDescription = { id: string; role: Role; form?: "whole" | "last-four" | "initials"; label: Words; values?: Record<string, Words> };

/** What the fields of one permit type mean: signed by the issuer, since the words on a verdict are believed. */
export type Description = {
  iss: string;
  type: number;
  service: string;
  iat: number;
  languages: string[];
  title: Words;
  fields: FieldDescription[];
  conditions: Record<string, string[]>;
  /** How old a status list may be for a check without network to count, in seconds. */
  offline_for?: number;
};

/** Reads and verifies the description of one permit type; null where anything is wrong with it. */
export async function readDescription(bytes: Uint8Array, iss: string, type: number, keys: KeySet, now: number): Promise<Description | null> {
  const message = readSign1(bytes, TYP);
  const key = message && keyFor(keys, message.kid, "status", now);
  if (!message || !key || !(await verifies(message, key))) return null;
  try {
    const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(message.payload)) as Description;
    const whole = value.iss === iss && value.type === type && Number.isSafeInteger(value.iat) && isWords(value.title) && isSpan(value.offline_for);
    return whole && Array.isArray(value.fields) && value.fields.every(isField) && Array.isArray(value.languages) ? value : null;
  } catch {
    return null;
  }
}

/** `values` are several where the field holds several codes. */
export type ShownField = { role: Role; form: string; label: string; values: string[] };

/** The permit's fields in words. Fields are only ever appended, so those the description does not know yet come last, without a label. */
export function showFields(fields: Field[], description: Description | null, language: string): ShownField[] {
  return fields.flatMap((value, i) => {
    if (value === null || value === "") return [];
    const known = description?.fields[i];
    return [{
      role: ROLES.find((role) => role === known?.role) ?? "detail",
      form: known?.form ?? "whole",
      label: known ? inLanguage(known.label, description!, language) : "",
      values: known?.values ? inWords(codesOf(String(value), known.role), known.values, description!, language) : [String(value)],
    }];
  });
}

/** Several codes have commas between them; days of the week are digits. */
const codesOf = (codes: string, role: Role): string[] => (role === "days" ? [...codes] : codes.split(","));

/** The names of codes; a code without a name stands for itself. */
function inWords(codes: string[], values: Record<string, Words>, description: Description, language: string): string[] {
  const named = new Map(Object.entries(values));
  const name = (code: string): string => {
    const words = named.get(code);
    return words ? inLanguage(words, description, language) : code;
  };
  return codes.map(name);
}

/** The language in which a description speaks to a reader of this one. */
export const spokenLanguage = ({ languages }: Description, language: string): string =>
  languages.includes(language) ? language : (languages[0] ?? language);

/** The text in the reader's language, else in the service's first. */
export function inLanguage<T>(texts: Record<string, T>, description: Description, language: string): T {
  return (texts[language] ?? texts[description.languages[0] ?? ""] ?? Object.values(texts)[0]) as T;
}

const isField = (field: unknown): boolean => {
  const { label, role, values = {} } = (field ?? {}) as Partial<FieldDescription>;
  return isWords(label) && typeof role === "string" && Object.values(values).every(isWords);
};

const isSpan = (value: unknown): boolean => value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0);

const isWords = (value: unknown): value is Words =>
  typeof value === "object" && value !== null && Object.values(value).length > 0 && Object.values(value).every((text) => typeof text === "string");
