import { destination, readCode } from "./code.ts";
import { verifies } from "./cose.ts";
import { type Description } from "./description.ts";
import { keyFor } from "./keys.ts";
import { type Kind, kindOf } from "./kind.ts";
import { type Permit, readPermit } from "./permit.ts";
import { type Status, statusAt } from "./status-list.ts";
import { LEEWAY, type Freshness, type Trust, ageOf, freshnessOf, isAhead, ownAddress } from "./trust.ts";

export const VERDICTS = [
  "not-a-permit",
  "unknown-issuer",
  "forged",
  "revoked",
  "suspended",
  "not-yet-valid",
  "expired",
  "valid",
] as const;
export type Verdict = (typeof VERDICTS)[number];

export type Check = {
  verdict: Verdict;
  /** Of the permit's own status list; absent too where the checking ended before it. */
  freshness: Freshness;
  /** The list's age in seconds. */
  age: number | null;
  /** The permit, only where its signature is good: nothing else may be shown as its holder. */
  permit: Permit | null;
  description: Description | null;
  /** Where the code would send a plain camera, if that is not the issuer's own address. */
  foreignAddress: string | null;
  /** What a code is that is not a permit. */
  kind: Kind | null;
  /** Valid, but by a list that is older than the service takes without network or dated ahead, or by none: the screen must not be a plain green. */
  tooOld: boolean;
};

/** How old a list may be where the service says nothing, in seconds. */
const OFFLINE_FOR = 86_400;

/** Checks a scanned text against what this phone trusts, at a moment in seconds since 1970. The first thing wrong is the verdict. */
export async function check(text: string, trust: Trust, now: number): Promise<Check> {
  const code = readCode(text);
  const permit = code && readPermit(code.digits);
  if (!code || !permit) return unread(text, trust);

  if (code.address !== ownAddress(trust, permit.iss)) return untrusted("unknown-issuer", destination(text) ?? code.address);
  const key = keyFor(trust.keys, permit.message.kid, "permit", now);
  const known = trust.keys.iss === null || trust.keys.iss === permit.iss;
  if (!key || !known) return untrusted("unknown-issuer");
  if (!(await verifies(permit.message, key))) return untrusted("forged");

  const list = trust.lists.get(permit.list);
  const status = list ? statusAt(list, permit.index) : null;
  const verdict = withStatus(status) ?? withDates(permit, now);
  const age = status === null ? null : ageOf(list, now);
  const description = trust.descriptions.get(permit.type) ?? null;
  const isUndated = age === null || isAhead(list!, now);
  return {
    verdict,
    freshness: status === null ? "absent" : freshnessOf(list, now),
    age,
    permit,
    description,
    foreignAddress: null,
    kind: null,
    tooOld: verdict === "valid" && (isUndated || age > offlineFor(description)),
  };
}

/** How old a list may be for a check without network to count, in seconds. */
export const offlineFor = (description: Description | null): number => description?.offline_for ?? OFFLINE_FOR;

function withStatus(status: Status | null): Verdict | null {
  return status === "revoked" || status === "suspended" ? status : null;
}

function withDates({ nbf, exp }: Permit, now: number): Verdict {
  if (now + LEEWAY < nbf) return "not-yet-valid";
  return now < exp ? "valid" : "expired";
}

function unread(text: string, trust: Trust): Check {
  const address = destination(text);
  const own = trust.keys.address && destination(trust.keys.address);
  return { ...untrusted("not-a-permit", address === own ? null : address), kind: kindOf(text, own) };
}

function untrusted(verdict: Verdict, foreignAddress: string | null = null): Check {
  return { verdict, freshness: "absent", age: null, permit: null, description: null, foreignAddress, kind: null, tooOld: false };
}
