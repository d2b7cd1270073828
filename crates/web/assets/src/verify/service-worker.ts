/**
 * Makes /v open with the server gone. It keeps each /v page as it was opened, with the script and styles that this very page
 * names, in one cache that is named after the build: a page is kept only once all its parts are, so no half is ever stale.
 * The published keys, descriptions and lists are none of its business: the page keeps those itself, verified.
 */
declare const VERSION: string;

type Extendable = Event & { waitUntil(work: Promise<unknown>): void };
type FetchEvent = Extendable & { request: Request; respondWith(response: Promise<Response>): void };
type Scope = {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void>; matchAll(options: object): Promise<{ url: string }[]> };
  addEventListener(type: string, listener: (event: FetchEvent) => void): void;
};

const worker = self as unknown as Scope;
const PREFIX = "chasqui-shell-";
const SHELL = PREFIX + VERSION;
const PAGE = "/v";
const PATIENCE = 2500;
const PARTS = ["script", "style", "worker", "image", "font", "manifest"];

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname === PAGE) event.respondWith(openPage(event));
  else if (PARTS.includes(request.destination)) event.respondWith(keptOrFetched(request));
});

/** Keeps the pages that are open, since it was from one of them that this worker was installed. */
async function install(): Promise<void> {
  const open = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const pages = new Set(open.map(({ url }) => new URL(url)).filter(({ pathname }) => pathname === PAGE).map(addressOf));
  for (const page of pages.size ? pages : [PAGE]) await keepPage(page, await fetch(page));
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== SHELL).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** The network's page if it comes soon, else the kept one; what comes late is kept for the next time. */
async function openPage(event: FetchEvent): Promise<Response> {
  const address = addressOf(new URL(event.request.url));
  const fetched = fetch(event.request).then((response) => {
    if (response.ok && !response.redirected) event.waitUntil(keepPage(address, response.clone()).catch(() => {}));
    return response;
  });
  const good = fetched.then((response) => (response.status < 500 ? response : null)).catch(() => null);
  event.waitUntil(good);
  const soon = await Promise.race([good, new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE))]);
  return soon ?? (await keptPage(address)) ?? fetched;
}

async function keptPage(address: string): Promise<Response | undefined> {
  const cache = await caches.open(SHELL);
  return (await cache.match(address)) ?? (await cache.match(PAGE)) ?? (await cache.match(PAGE, { ignoreSearch: true }));
}

async function keepPage(address: string, response: Response): Promise<void> {
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const cache = await caches.open(SHELL);
  await Promise.all(partsOf(await response.clone().text()).map((part) => keepPart(cache, part)));
  await cache.put(address, response);
}

async function keepPart(cache: Cache, part: string): Promise<void> {
  if (await cache.match(part)) return;
  await cache.add(part);
}

/** The scripts, styles, decoder and pictures that a page names. */
function partsOf(html: string): string[] {
  const named = [...html.matchAll(/\s(?:href|src|data-decoder|data-device)="([^"]+)"/g)].map((match) => match[1]!.replace(/&amp;|&#38;/g, "&"));
  const local = named.map((name) => new URL(name, location.origin)).filter(({ origin }) => origin === location.origin);
  return local.filter(({ pathname }) => /\.(?:js|css|svg|png|ico|webmanifest)$/.test(pathname)).map(addressOf);
}

async function keptOrFetched(request: Request): Promise<Response> {
  return (await (await caches.open(SHELL)).match(request)) ?? fetch(request);
}

function addressOf({ pathname, search }: URL): string {
  return pathname + search;
}
