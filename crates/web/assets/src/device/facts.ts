import type { Database } from "./database.ts";
import { type Sealed, seal, unseal } from "./sealing.ts";

/** What the office calls this phone, as the server says it; the phrase is what its own page can say and a look-alike cannot. */
export type Device = {
  id: string;
  name: string;
  checkpoint: { name: string; lat?: number; lon?: number } | null;
  phrase: string;
  /** The fingerprint of the issuer's root key, where it has one. */
  root: string | null;
};

/** What a report can be of, as `REPORT_KINDS` of the server's template (verify/scanner/device.rs). */
export const REPORT_KINDS = ["fake", "seized", "question"] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];
export type Reason = { code: string; text: string };
export type Reasons = Record<ReportKind, Reason[]>;

/** What the phone remembers, each sealed under its name. */
export type Facts = {
  device: Device;
  reasons: Reasons;
  /** When the server last took something, in milliseconds since 1970. */
  sentAt: number;
  /** Whether the officer lets scans carry a coarse place. */
  place: boolean;
};

export async function readFact<K extends keyof Facts>(database: Database, key: CryptoKey, name: K): Promise<Facts[K] | null> {
  const sealed = await database.get<Sealed>("facts", name);
  return sealed && (await unseal<Facts[K]>(key, sealed));
}

export async function keepFact<K extends keyof Facts>(database: Database, key: CryptoKey, name: K, value: Facts[K]): Promise<void> {
  await database.put("facts", name, await seal(key, name, value));
}

/** The device that an answer of the server describes; null where it is of another make. */
export function readDevice(answer: unknown): Device | null {
  const { id, name, checkpoint, phrase, root } = Object(answer) as Record<string, unknown>;
  if (typeof id !== "string" || typeof name !== "string" || typeof phrase !== "string") return null;
  return { id, name, phrase, checkpoint: readCheckpoint(checkpoint), root: typeof root === "string" && root ? root : null };
}

function readCheckpoint(value: unknown): Device["checkpoint"] {
  const { name, lat, lon } = Object(value) as Record<string, unknown>;
  if (typeof name !== "string") return null;
  return typeof lat === "number" && typeof lon === "number" ? { name, lat, lon } : { name };
}

/** The reasons for a report, in the language they were asked in; null where there are none. */
export function readReasons(answer: unknown): Reasons | null {
  const given = Object((answer as { reasons?: unknown } | null)?.reasons) as Record<string, unknown>;
  const reasons = Object.fromEntries(REPORT_KINDS.map((kind) => [kind, readList(given[kind])])) as Reasons;
  return REPORT_KINDS.some((kind) => reasons[kind].length > 0) ? reasons : null;
}

function readList(value: unknown): Reason[] {
  const isReason = (row: unknown): row is Reason => {
    const { code, text } = Object(row) as Record<string, unknown>;
    return typeof code === "string" && typeof text === "string";
  };
  return Array.isArray(value) ? value.filter(isReason) : [];
}
