import { type Ask, type Send, openApi } from "./api.ts";
import type { Database } from "./database.ts";
import { type Device, type Facts, type Reasons, keepFact, readDevice, readFact, readReasons } from "./facts.ts";
import { type LookUpAnswer, type Wanted, readLookUp } from "./look-up.ts";
import { type Keys, readKeys } from "./keystore.ts";
import { type Keeping, openOutbox } from "./outbox.ts";
import type { Incident, Scan } from "./records.ts";
import { type Sent, endOf, sendAll } from "./sending.ts";
import type { InTurn } from "./turns.ts";

/** An enrolled phone: what it is called, what it keeps, what it sends. It knows of no screen. */
export type Phone = {
  device(): Device;
  reasons(): Reasons | null;
  /** When the server last took something, in milliseconds since 1970. */
  sentAt(): number | null;
  place(): boolean;
  allowPlace(allowed: boolean): Promise<void>;
  waiting(): Promise<number>;
  isFull(): Promise<boolean>;
  /** Whether the server said, when last asked, that it does not know this phone: it must be enrolled anew, and sends nothing until then. */
  isUnknown(): boolean;
  /** Whether this report is still here. */
  isWaiting(id: string): Promise<boolean>;
  /** Whether the server said of this record that it will never take it. */
  isRefused(id: string): boolean;
  keepScan(scan: Scan): Promise<Keeping>;
  keepIncident(incident: Incident): Promise<Keeping>;
  /** Sends what waits and asks how the office calls this phone now. */
  send(): Promise<Sent["end"]>;
  find(wanted: Wanted): Promise<LookUpAnswer>;
  /** Forgets keys, records and facts; nothing is tried before it. */
  forget(): Promise<void>;
};

/** How often the phone asks what the office calls it, in milliseconds. */
const ASK_AGAIN = 5 * 60_000;

/** What a phone needs of its world. */
export type World = { send: Send; clock: () => number; inTurn: InTurn };

/** The phone that this browser's database holds; null where it holds none. */
export async function openPhone(database: Database, world: World): Promise<Phone | null> {
  const keys = await readKeys(database);
  const device = keys && (await readFact(database, keys.sealing, "device"));
  return device ? begin(database, keys, device, world) : null;
}

async function begin(database: Database, keys: Keys, enrolled: Device, { send, clock, inTurn }: World): Promise<Phone> {
  const outbox = openOutbox(database, keys.sealing);
  const signed = openApi(enrolled.id, keys, send, clock);
  let isUnknown = false;
  const ask: Ask = async (...request) => {
    const answer = await signed(...request);
    // Only the office's own words change it: without a network it is what it was.
    if (!("failure" in answer)) isUnknown = false;
    else if (answer.failure === "unknown") isUnknown = true;
    return answer;
  };
  let device = enrolled;
  let reasons = await readFact(database, keys.sealing, "reasons");
  let sentAt = await readFact(database, keys.sealing, "sentAt");
  let place = (await readFact(database, keys.sealing, "place")) ?? false;

  let askedAt = -Infinity;
  const refused = new Set<string>();

  const waiting = async (): Promise<number> => (await outbox.waiting("scans")) + (await outbox.waiting("incidents"));

  /** A disk without room must not stop a sending: what is not remembered is asked for again. */
  const remember = <K extends keyof Facts>(name: K, value: Facts[K]): Promise<void> =>
    keepFact(database, keys.sealing, name, value).catch(() => {});

  /** Answers with how it ended: a name, a checkpoint or a phrase may have changed at the office. */
  async function refresh(): Promise<Sent["end"]> {
    const answer = await ask("GET", "/api/v1/device");
    if ("failure" in answer) return endOf(answer);
    const said = readDevice(answer.value);
    // Whom this phone trusts was settled when it was enrolled: an answer changes its name, never its root.
    if (said) device = { ...said, id: device.id, root: device.root };
    reasons = readReasons(answer.value) ?? reasons;
    askedAt = clock();
    await remember("device", device);
    if (reasons) await remember("reasons", reasons);
    return "done";
  }

  async function sendInTurn(): Promise<Sent["end"]> {
    const { end, kept } = await sendAll(outbox, ask, clock, refused);
    if (kept > 0) await remember("sentAt", (sentAt = clock()));
    return end === "done" && clock() - askedAt > ASK_AGAIN ? refresh() : end;
  }

  return {
    device: () => device,
    reasons: () => reasons,
    sentAt: () => sentAt,
    place: () => place,
    allowPlace: (allowed) => remember("place", (place = allowed)),
    waiting,
    isFull: () => outbox.isFull("scans"),
    isUnknown: () => isUnknown,
    isWaiting: (id) => outbox.has("incidents", id),
    isRefused: (id) => refused.has(id),
    keepScan: (scan) => outbox.keep("scans", scan),
    keepIncident: (incident) => outbox.keep("incidents", incident),
    send: () => inTurn(sendInTurn),
    async find(wanted) {
      const answer = await ask("POST", "/api/v1/permits/find", () => wanted);
      return readLookUp(answer);
    },
    forget: () => database.destroy(),
  };
}
