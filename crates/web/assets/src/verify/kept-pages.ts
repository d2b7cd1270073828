import { hex } from "./bytes.ts";

/** The pages at /v and their parts as the service worker keeps them. */
const PAGES = "chasqui-pages";
const PARTS = "chasqui-parts";

export type Kept = { response: Response };

/** A built file at an address that ends in the first six bytes of its SHA-256 (`/assets/verify.js?0123456789ab`). */
export function isPart({ pathname, search }: URL): boolean {
  return /^\/(?:assets\/|v-)[\w.-]+$/.test(pathname) && /^\?[0-9a-f]{12}$/.test(search);
}

export async function keptPage(address: string): Promise<Kept | null> {
  const response = await (await caches.open(PAGES)).match(address);
  return response ? { response } : null;
}

export async function samePage({ response }: Kept, other: Response): Promise<boolean> {
  return (await response.clone().text()) === (await other.clone().text());
}

/** Keeps a page after all its parts; rejects, and changes nothing, where one of them is missing or is another's. */
export async function keepPage(address: string, response: Response): Promise<void> {
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  await Promise.all(partsOf(await response.clone().text()).map(keepPart));
  await (await caches.open(PAGES)).put(address, response);
}

export async function keepPart(address: string): Promise<void> {
  const cache = await caches.open(PARTS);
  if (await cache.match(address)) return;
  const response = await fetch(address);
  if (!(await isWhatItSays(address, response))) throw new Error(`${address} is of another build`);
  await cache.put(address, response);
}

/** The part that is kept, else the network's, kept from then on. A script of another build than its page is no answer at all. */
export async function fetchPart(request: Request): Promise<Response> {
  const cache = await caches.open(PARTS);
  const { pathname, search } = new URL(request.url);
  const address = pathname + search;
  const kept = await cache.match(address);
  if (kept) return kept;
  const response = await fetch(request);
  if (await isWhatItSays(address, response)) await cache.put(address, response.clone()).catch(() => {});
  else if (request.destination !== "style" && request.destination !== "image") return Response.error();
  return response;
}

async function isWhatItSays(address: string, response: Response): Promise<boolean> {
  if (!response.ok) return false;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer()));
  return address.endsWith(`?${hex(digest.subarray(0, 6))}`);
}

/** Drops the parts that no kept page names any more. */
export async function dropUnnamed(): Promise<void> {
  const [pages, parts] = [await caches.open(PAGES), await caches.open(PARTS)];
  const named = new Set<string>();
  for (const page of await pages.keys()) {
    for (const part of everyPartOf((await (await pages.match(page))?.text()) ?? "")) named.add(part);
  }
  for (const { url } of await parts.keys()) {
    const { pathname, search } = new URL(url);
    if (!named.has(pathname + search)) await parts.delete(url);
  }
}

/** What a page cannot do without: its script, styles, decoder and pictures; and what an enrolled phone would miss. */
const partsOf = (html: string): string[] => named(html, /\s(?:href|src|data-decoder|data-device)="([^"]+)"/g);
/** Those, and what comes later. */
const everyPartOf = (html: string): string[] => named(html, /\s(?:href|src|data-[a-z]+)="([^"]+)"/g);

function named(html: string, attribute: RegExp): string[] {
  const addresses = [...html.matchAll(attribute)].map((match) => match[1]!.replace(/&amp;|&#38;/g, "&"));
  return [...new Set(addresses.filter((address) => address.startsWith("/") && isPart(new URL(address, location.origin))))];
}
