import type { Ask, Failure } from "./api.ts";
import type { Outbox } from "./outbox.ts";
import type { Incident, Scan } from "./records.ts";

/** How a sending ended. `later`: the network or the server is away. `gone`: the office has revoked this phone. */
export type Sent = { end: "done" | "later" | "gone"; kept: number };

export const BATCH = 200;

/**
 * Sends all that waits, reports first, and drops each only when the server has said that it has it: an answer that is lost costs a
 * repetition, which the server knows by its id. What the server refuses stays, and holds up nothing behind it.
 */
export async function sendAll(outbox: Outbox, ask: Ask, clock: () => number): Promise<Sent> {
  let kept = 0;
  const dropped = async (shelf: "scans" | "incidents", ids: string[]): Promise<void> => {
    await outbox.drop(shelf, ids);
    kept += ids.length;
  };
  const incidents = await eachPage(outbox, "incidents", async (page) => {
    for (const incident of page) {
      const failure = await sendIncident(ask, incident, clock);
      if (failure === null) await dropped("incidents", [incident.id]);
      else if (failure.failure !== "refused") return failure;
    }
    return null;
  });
  const scans = incidents ?? (await eachPage(outbox, "scans", (page) => sendScans(ask, page, clock, (ids) => dropped("scans", ids))));
  return { end: scans === null ? "done" : scans.failure === "gone" ? "gone" : "later", kept };
}

async function eachPage<K extends "scans" | "incidents">(outbox: Outbox, shelf: K, send: (page: (K extends "scans" ? Scan : Incident)[]) => Promise<Failure | null>): Promise<Failure | null> {
  for (let next: string | null | undefined; next !== null; ) {
    const page = await outbox.page(shelf, BATCH, next);
    next = page.next;
    const failure = page.records.length > 0 ? await send(page.records as (K extends "scans" ? Scan : Incident)[]) : null;
    if (failure) return failure;
  }
  return null;
}

async function sendIncident(ask: Ask, incident: Incident, clock: () => number): Promise<Failure | null> {
  const answer = await ask("POST", "/api/v1/incidents", { ...incident, sent_at: clock() });
  if ("failure" in answer) return answer;
  const { id } = Object(answer.value) as { id?: unknown };
  return typeof id === "string" ? null : { failure: "unreachable", status: 0, code: "" };
}

/** A batch that is refused is sent by halves, until the one that the server will not have stands alone. */
async function sendScans(ask: Ask, scans: Scan[], clock: () => number, dropped: (ids: string[]) => Promise<void>): Promise<Failure | null> {
  const answer = await ask("POST", "/api/v1/scans", { sent_at: clock(), scans });
  if (!("failure" in answer)) {
    await dropped(keptIn(answer.value, scans));
    return null;
  }
  if (answer.failure !== "refused") return answer;
  if (scans.length === 1) return null;
  const middle = scans.length >> 1;
  return (await sendScans(ask, scans.slice(0, middle), clock, dropped)) ?? sendScans(ask, scans.slice(middle), clock, dropped);
}

function keptIn(answer: unknown, scans: Scan[]): string[] {
  const { kept } = Object(answer) as { kept?: unknown };
  return Array.isArray(kept) ? scans.map(({ id }) => id).filter((id) => kept.includes(id)) : [];
}
