import { base64url, base64urlOfText } from "./base64url.ts";
import { type Keys, sign } from "./keystore.ts";

/**
 * `gone`: the office has revoked this phone. `unknown`: the server has never heard of it, as where a copy of before was brought back: no
 * reason to throw away what waits, but it must be enrolled anew. `unreachable`: no network, or a server that can't just now.
 */
export type Failure = { failure: "unreachable" | "unknown" | "gone" | "refused"; status: number; code: string };
export type Answer = { value: unknown } | Failure;

/** `body` is made anew for each try: it may tell by how many milliseconds the server's clock is ahead, null before any answer told. */
export type Ask = (method: "GET" | "POST", path: string, body?: (ahead: number | null) => object) => Promise<Answer>;

/** How a request gets out: `fetch`, or a server in a test. */
export type Send = (path: string, init: RequestInit) => Promise<Response>;

const PATIENCE = 20_000;
const NONCE = "device-nonce";
/** What the server says of a request that it will never take. */
const REFUSALS = [400, 413, 422];
/** Refusals that another try may lift: a stale nonce, a server in haste. */
const PASSING = [401, 408, 425, 429];

/**
 * Signs each request with the phone's key: a compact JWS (RFC 7515) over the method, the path, the body's hash and the server's
 * nonce. A nonce that has run out costs one repetition. The first request of all has none, so that each body which the server takes
 * knows the server's time.
 */
export function openApi(id: string, keys: Keys, send: Send, clock: () => number = Date.now): Ask {
  let nonce = "";
  let ahead: number | null = null;
  const onAnswer = (headers: Headers): void => {
    nonce = headers.get(NONCE) ?? nonce;
    const at = Date.parse(headers.get("date") ?? "");
    if (!Number.isNaN(at)) ahead = at - clock();
  };
  return async (method, path, body) => {
    const once = async (): Promise<Answer> => {
      const text = body === undefined ? "" : JSON.stringify(body(ahead));
      const authorization = `Device ${await token(id, keys, { htm: method, htp: path, nonce, bsh: await hash(text) })}`;
      return ask(send, method, path, text, authorization, onAnswer);
    };
    const first = await once();
    return "code" in first && first.code === "nonce" ? once() : first;
  };
}

/** One request, signed or not, and what became of it. */
export async function ask(send: Send, method: string, path: string, text: string, authorization?: string, onAnswer?: (headers: Headers) => void): Promise<Answer> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  const headers = {
    accept: "application/json",
    "accept-language": typeof document === "undefined" ? "es" : document.documentElement.lang,
    ...(text ? { "content-type": "application/json" } : {}),
    ...(authorization ? { authorization } : {}),
  };
  try {
    const init: RequestInit = { method, headers, cache: "no-store", credentials: "omit", signal: stop.signal };
    const response = await send(path, text ? { ...init, body: text } : init);
    onAnswer?.(response.headers);
    const value: unknown = await response.json().catch(() => null);
    return response.ok && value !== null ? { value } : failed(response, value);
  } catch {
    return { failure: "unreachable", status: 0, code: "" };
  } finally {
    clearTimeout(timer);
  }
}

/** Only an answer in the API's own words counts as the office's: a hotel's log-in page must not wipe a phone. */
function failed({ status, headers }: Response, problem: unknown): Failure {
  const { code: said } = Object(problem) as Record<string, unknown>;
  const code = typeof said === "string" ? said : "";
  if (status === 401 && code === "device-revoked") return { failure: "gone", status, code };
  if (status === 401 && code === "device-unknown") return { failure: "unknown", status, code };
  const isOurs = headers.get("content-type")?.startsWith("application/problem+json") === true;
  const isRefusal = REFUSALS.includes(status) || (isOurs && status >= 400 && status < 500 && !PASSING.includes(status));
  return { failure: isRefusal ? "refused" : "unreachable", status, code };
}

async function token(id: string, keys: Keys, payload: Record<"htm" | "htp" | "nonce" | "bsh", string>): Promise<string> {
  const signed = `${base64urlOfText(JSON.stringify({ alg: "ES256", kid: id }))}.${base64urlOfText(JSON.stringify(payload))}`;
  return `${signed}.${base64url(await sign(keys, signed))}`;
}

async function hash(text: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}
