/** An office for tests: it believes a phone's request only as the API says, and can lose its answers. */
import "fake-indexeddb/auto";
import { forceCloseDatabase } from "fake-indexeddb";
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import type { Send } from "./api.ts";

export const NOW = 1_794_000_000_000;
export const TOKEN = "kq3mVw8xT1";
const ES256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const REASONS = { fake: [{ code: "copied", text: "Copia de otro" }], seized: [{ code: "expired", text: "Vencido" }], question: [] };

export type Office = {
  send: Send;
  /** What it keeps, by id. */
  scans: Map<string, Record<string, unknown>>;
  incidents: Map<string, Record<string, unknown>>;
  asked: string[];
  /** Every body that came, as it came. */
  bodies: string[];
  /** What happens to the next answers: the network is gone, or the server acts and its answer is lost. */
  next: ("down" | "lost")[];
  revoked: boolean;
  token: "good" | "used" | "expired";
  /** Ids that the server will never have. */
  hates: Set<string>;
  /** Ids of reports that it stumbles over. */
  stumblesOver: Set<string>;
  /** What its clock says, in milliseconds since 1970; null where its answers tell no time. */
  time: number | null;
  forgetNonce(): void;
  /** A copy of its database from before the enrolment is brought back. */
  restore(): void;
};

export function office(): Office {
  let key: CryptoKey | null = null;
  let keyText = "";
  let id = newId();
  let nonce = "n-1";
  let count = 1;
  const self: Office = {
    scans: new Map(), incidents: new Map(), asked: [], bodies: [], next: [], revoked: false, token: "good", hates: new Set(), stumblesOver: new Set(), time: null,
    restore: () => void ([key, keyText, id, self.token] = [null, "", newId(), "good"]),
    forgetNonce: () => void (nonce = `n-${++count}`),
    async send(path, init) {
      const trouble = self.next.shift();
      if (trouble === "down") throw new TypeError("Failed to fetch");
      self.asked.push(`${init.method} ${path}`);
      self.bodies.push(String(init.body ?? ""));
      const answer = await handle(path, init);
      if (trouble === "lost") throw new TypeError("Failed to fetch");
      return answer;
    },
  };
  return self;

  async function handle(path: string, init: RequestInit): Promise<Response> {
    const body = init.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : null;
    if (path === "/api/v1/devices") return enrol(body!);
    const refusal = await authenticate(path, init);
    if (refusal) return refusal;
    if (path === "/api/v1/device") return json(200, device());
    if (path === "/api/v1/scans") return keepScans(body!.scans as Record<string, unknown>[]);
    if (path === "/api/v1/incidents") return keepIncident(body!);
    if (path === "/api/v1/permits/find") return json(200, { permits: [{ code: "https://permisos.gob.pe/v#1", number: "7K2QMX9T4BH", photo: null }] });
    return problem(404, "not-found");
  }

  async function enrol({ token, key: jwk, proof }: Record<string, unknown>): Promise<Response> {
    if (token !== TOKEN) return problem(404, "token-unknown");
    if (self.token === "expired") return problem(410, "token-expired");
    if (self.token === "used" && keyText !== JSON.stringify(jwk)) return problem(410, "token-used");
    const given = await crypto.subtle.importKey("jwk", jwk as webcrypto.JsonWebKey, ES256, true, ["verify"]);
    assert.ok(await crypto.subtle.verify(ES256, given, bytes(String(proof)), new TextEncoder().encode(TOKEN)), "the proof holds");
    [key, keyText, self.token] = [given, JSON.stringify(jwk), "used"];
    return json(201, device());
  }

  async function authenticate(path: string, init: RequestInit): Promise<Response | null> {
    const authorization = (init.headers as Record<string, string>).authorization ?? "";
    const [, head, payload, signature] = /^Device ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(authorization) ?? [];
    if (!head || !payload || !signature || !key) return problem(401, "device-unknown");
    assert.deepEqual(read(head), { alg: "ES256", kid: id });
    assert.ok(await crypto.subtle.verify(ES256, key, bytes(signature), new TextEncoder().encode(`${head}.${payload}`)), "the signature holds");
    const { htm, htp, nonce: said, bsh, ...rest } = read(payload);
    const hash = Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(String(init.body ?? "")))).toString("base64url");
    assert.deepEqual([htm, htp, bsh, rest], [init.method, path, hash, {}]);
    if (self.revoked) return problem(401, "device-revoked");
    return said === nonce ? null : problem(401, "nonce");
  }

  function keepScans(scans: Record<string, unknown>[]): Response {
    if (scans.some(({ id }) => self.hates.has(String(id)))) return problem(422, "invalid");
    for (const scan of scans) if (!self.scans.has(String(scan.id))) self.scans.set(String(scan.id), scan);
    return json(200, { kept: scans.map(({ id }) => id) });
  }

  function keepIncident(incident: Record<string, unknown>): Response {
    const id = String(incident.id);
    if (self.stumblesOver.has(id)) return problem(500, "broken");
    if (self.hates.has(id)) return problem(400, "invalid");
    self.incidents.set(id, incident);
    return json(201, { id });
  }

  function device(): object {
    return { id, name: "Garita 3", checkpoint: { name: "Puente Ricardo Palma" }, phrase: "el zorro de arriba", root: "ab".repeat(32), reasons: REASONS };
  }

  function json(status: number, value: unknown, type = "application/json"): Response {
    return new Response(JSON.stringify(value), { status, headers: { "content-type": type, "device-nonce": nonce, ...(self.time === null ? {} : { date: new Date(self.time).toUTCString() }) } });
  }

  function problem(status: number, code: string): Response {
    return json(status, { title: "No", detail: "No.", code }, "application/problem+json");
  }
}

/** What a browser does that needs memory, or whose disk has failed. */
export function dropConnections(): void {
  const { connections } = (indexedDB as unknown as { _databases: Map<string, { connections: (typeof IDBDatabase)[] }> })._databases.get("chasqui-device")!;
  for (const connection of [...connections]) forceCloseDatabase(connection);
}

const newId = (): string => crypto.randomUUID();
const bytes = (text: string): Buffer<ArrayBuffer> => Buffer.from(text, "base64url") as Buffer<ArrayBuffer>;
const read = (text: string): Record<string, unknown> => JSON.parse(bytes(text).toString("utf8")) as Record<string, unknown>;
