/**
 * Makes /v open with the server gone, at once, and never half new. Pages are kept as they were opened; their parts are kept by
 * addresses that carry their hash, and a page replaces the one kept only once all its parts are here and are what they say. So the
 * page on the screen goes on with its own parts, whatever was published meanwhile, and the next opening is all new.
 * Keys, descriptions and lists are none of its business: the page keeps those itself, verified.
 */
import { sendInBackground } from "../device/background.ts";
import { type Kept, dropUnnamed, fetchPart, isPart, keepPage, keepPart, keptPage, samePage } from "./kept-pages.ts";

type Extendable = Event & { waitUntil(work: Promise<unknown>): void };
type FetchEvent = Extendable & { request: Request; clientId: string; respondWith(response: Promise<Response>): void };
type MessageEvent = Extendable & { data: unknown };
type SyncEvent = Extendable & { tag: string };
type Client = { id: string; url: string };
type Scope = {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void>; matchAll(options: object): Promise<Client[]> };
  addEventListener(type: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  addEventListener(type: "sync", listener: (event: SyncEvent) => void): void;
};

const worker = self as unknown as Scope;
const PAGE = "/v";
/** A page that is not kept yet is waited for so long; then another one that is kept must do. */
const PATIENCE = 2500;

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (event) => event.waitUntil(keepAll(event.data)));
worker.addEventListener("sync", (event) => event.waitUntil(sendInBackground(event.tag)));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname === PAGE) event.respondWith(openPage(event));
  else if (isPart(url)) event.respondWith(fetchPart(request));
});

/** This script holds nothing of any page, so it takes over at once: what is on the screen does not change by it. */
async function install(): Promise<void> {
  const pages = new Set((await openPages()).map(({ url }) => addressOf(new URL(url))));
  for (const page of pages.size ? pages : [PAGE]) await keepPage(page, await fetch(page, { cache: "no-cache" }));
  await worker.skipWaiting();
}

const openPages = async (): Promise<Client[]> =>
  (await worker.clients.matchAll({ type: "window", includeUncontrolled: true })).filter(({ url }) => new URL(url).pathname === PAGE);

/** The kept page at once, while the network is asked behind its back; else the network's, or any that is kept. */
async function openPage(event: FetchEvent): Promise<Response> {
  const address = addressOf(new URL(event.request.url));
  const kept = await keptPage(address);
  const fetched = fetch(event.request);
  event.waitUntil(renew(address, fetched, kept, event.clientId).catch(() => {}));
  if (kept) return kept.response;
  const good = fetched.then((response) => (response.status < 500 ? response.clone() : null)).catch(() => null);
  const soon = await Promise.race([good, new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE))]);
  return soon ?? (await keptPage(PAGE))?.response ?? fetched;
}

async function renew(address: string, fetched: Promise<Response>, kept: Kept | null, leaving: string): Promise<void> {
  const response = (await fetched).clone();
  if (!response.ok || response.redirected || (kept && (await samePage(kept, response)))) return;
  await keepPage(address, response);
  // A page that is open still may want a part of the time before.
  if ((await openPages()).every(({ id }) => id === leaving)) await dropUnnamed();
}

/** What an open page asks to have for later: itself in other languages, and parts that not every phone needs. */
async function keepAll(addresses: unknown): Promise<void> {
  if (!Array.isArray(addresses)) return;
  for (const address of addresses.map(String)) {
    const url = new URL(address, location.origin);
    if (url.origin !== location.origin) continue;
    if (isPart(url)) await keepPart(address).catch(() => {});
    // Without cookies: looking at a language in advance must not choose it.
    else if (url.pathname === PAGE) await keepPage(address, await fetch(address, { credentials: "omit", cache: "no-cache" })).catch(() => {});
  }
}

function addressOf({ pathname, search }: URL): string {
  return pathname + search;
}
