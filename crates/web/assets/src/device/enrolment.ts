import { type Send, ask } from "./api.ts";
import { base64url } from "./base64url.ts";
import type { Database } from "./database.ts";
import { type Device, keepFact, readDevice, readReasons } from "./facts.ts";
import { publicJwk, readOrMakeKeys, sign } from "./keystore.ts";

/** Why a phone was not enrolled; the names are those of the page's sentences. */
export const ENROLMENT_PROBLEMS = ["token-used", "token-expired", "token-unknown", "no-network", "no-storage", "enrolled-already"] as const;
export type EnrolmentProblem = (typeof ENROLMENT_PROBLEMS)[number];

/** Makes the phone's keys and gives the public one to the office, with a proof that the phone has the other half. */
export async function enrol(token: string, database: Database, send: Send): Promise<Device | EnrolmentProblem> {
  const keys = await readOrMakeKeys(database).catch(() => null);
  if (!keys) return "no-storage";
  const proof = base64url(await sign(keys, token));
  const answer = await ask(send, "POST", "/api/v1/devices", JSON.stringify({ token, key: await publicJwk(keys), proof }));
  if ("failure" in answer) return problem(answer.code);
  const device = readDevice(answer.value);
  if (!device) return "no-network";
  try {
    const reasons = readReasons(answer.value);
    if (reasons) await keepFact(database, keys.sealing, "reasons", reasons);
    await keepFact(database, keys.sealing, "device", device);
  } catch {
    return "no-storage";
  }
  return device;
}

function problem(code: string): EnrolmentProblem {
  return ENROLMENT_PROBLEMS.find((name) => name === code) ?? "no-network";
}
