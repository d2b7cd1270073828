import type { Ask, Failure } from "./api.ts";
import { type Moment, asOfNow } from "./moment.ts";
import type { Outbox } from "./outbox.ts";
import type { Incident, Scan } from "./records.ts";

/**
 * How a sending ended. `later`: the network or the server is away. `gone`: the office has revoked this phone. `unknown`: it does not know
 * it, and takes nothing before it is enrolled anew.
 */
export type Sent = { end: "done" | "later" | "unknown" | "gone"; kept: number };

/** What the server takes in one request: its `SCANS_AT_ONCE` (crates/store, scans.rs). */
export const BATCH = 200;
/** So many faults of the server (5xx) in one sending are of what was sent; after these it is the server that can't just now. */
const FAULTS = 3;

/**
 * Sends all that waits, reports first, and drops each only when the server has said that it has it: an answer that is lost costs a
 * repetition, which the server knows by its id. What the server refuses stays, is remembered in `refused`, and holds up nothing; what
 * it stumbles over is tried again the next time, and holds up nothing either.
 */
export async function sendAll(outbox: Outbox, ask: Ask, clock: () => number, refused: Set<string> = new Set()): Promise<Sent> {
  let kept = 0;
  const sendPage = <R extends { id: string }>(storeName: StoreName, send: SendSome<R>) => async (records: R[]): Promise<Failure | null> =>
    byHalves(records, refused, async (some) => {
      const answer = await send(some);
      if ("failure" in answer) return answer;
      await outbox.drop(storeName, answer.kept);
      kept += answer.kept.length;
      return null;
    });
  const reports = await eachPage<Incident>(outbox, "incidents", 1, refused, sendPage("incidents", (some) => sendIncident(ask, some[0]!, clock)));
  // A report that the server cannot take just now holds up no scans; a network that is gone does.
  const isOver = reports !== null && (endOf(reports) !== "later" || reports.status === 0);
  const scans = isOver ? null : await eachPage<Scan>(outbox, "scans", BATCH, refused, sendPage("scans", (some) => sendScans(ask, some, clock)));
  const failure = scans ?? reports;
  return { end: failure === null ? "done" : endOf(failure), kept };
}

export const endOf = ({ failure }: Failure): Sent["end"] => (failure === "gone" || failure === "unknown" ? failure : "later");

type StoreName = "scans" | "incidents";
type SendSome<R> = (some: R[]) => Promise<{ kept: string[] } | Failure>;

async function eachPage<R extends { id: string }>(outbox: Outbox, storeName: StoreName, most: number, refused: Set<string>, send: (page: R[]) => Promise<Failure | null>): Promise<Failure | null> {
  const faults: Failure[] = [];
  for (let next: string | null | undefined; next !== null; ) {
    const page = await outbox.page(storeName, most, next);
    next = page.next;
    const failure = await send((page.records as unknown as R[]).filter(({ id }) => !refused.has(id)));
    if (failure) faults.push(failure);
    if (failure && (failure.status < 500 || faults.length > FAULTS)) return failure;
  }
  return faults[0] ?? null;
}

/** What is refused together is sent by halves, until the one that the server will not have stands alone. */
async function byHalves<R extends { id: string }>(records: R[], refused: Set<string>, send: (some: R[]) => Promise<Failure | null>): Promise<Failure | null> {
  const failure = records.length > 0 ? await send(records) : null;
  if (failure?.failure !== "refused") return failure;
  if (records.length === 1) return void refused.add(records[0]!.id), null;
  const middle = records.length >> 1;
  return (await byHalves(records.slice(0, middle), refused, send)) ?? byHalves(records.slice(middle), refused, send);
}

/** As the server takes it: in one clock with the `sent_at` beside it. */
function asTold<R extends Moment>(record: R, aheadNow: number | null): Omit<R, "ahead"> {
  const { ahead: _, ...told } = record;
  return { ...told, scanned_at: asOfNow(record, aheadNow) };
}

async function sendIncident(ask: Ask, incident: Incident, clock: () => number): Promise<{ kept: string[] } | Failure> {
  const answer = await ask("POST", "/api/v1/incidents", (ahead) => ({ ...asTold(incident, ahead), sent_at: clock() }));
  if ("failure" in answer) return answer;
  const { id } = Object(answer.value) as { id?: unknown };
  return { kept: id === incident.id ? [incident.id] : [] };
}

async function sendScans(ask: Ask, scans: Scan[], clock: () => number): Promise<{ kept: string[] } | Failure> {
  const answer = await ask("POST", "/api/v1/scans", (ahead) => ({ sent_at: clock(), scans: scans.map((scan) => asTold(scan, ahead)) }));
  if ("failure" in answer) return answer;
  const { kept } = Object(answer.value) as { kept?: unknown };
  return { kept: Array.isArray(kept) ? scans.map(({ id }) => id).filter((id) => kept.includes(id)) : [] };
}
