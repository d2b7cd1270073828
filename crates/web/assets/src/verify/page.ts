/** The page at /v: opened with a permit's digits it checks them at once; opened bare it scans. It never follows an address. */
import { readBounded } from "./bytes.ts";
import { type Camera, openCamera } from "./camera.ts";
import { readCode } from "./code.ts";
import { readPermit } from "./permit.ts";
import { type Reader, openReader } from "./reader.ts";
import { type Showing, part, showNotice, showPhoneList, verdictScreen } from "./screen.ts";
import { openShelf } from "./shelf.ts";
import { type TrustCache, openTrustCache } from "./trust-cache.ts";
import { check } from "./verdict.ts";
import { words } from "./words.ts";

const MOST_DOCUMENT_BYTES = 8 * 1024 * 1024;
const FETCH_TIMEOUT = 15_000;
const TICK = 30_000;
/** A camera left on behind a verdict is ready for the next paper; after this it is a battery going flat. */
const CAMERA_REST = 60_000;

type State = (typeof STATES)[number];
const STATES = ["start", "camera", "verdict"] as const;

const page = part("scanner");
const { locale = "es", timeZone, keys = "", permits = "", status = "", decoder = "", worker = "" } = page.dataset;
const video = part<HTMLVideoElement>("scan-video");
const inWords = words(locale, timeZone);

let trust: TrustCache;
let refreshing: Promise<boolean> | null = null;
let camera: Camera | null = null;
let reader: Reader | null = null;
let scanning = 0;
let resting: ReturnType<typeof setTimeout> | undefined;
/** The list that the last code rests on, as the code says: it only puts that one first. */
let wanted: number | undefined;
let shown: { text: string; isPublic: boolean } | null = null;

const now = (): number => Math.floor(Date.now() / 1000);
const showing = (isPublic = false): Showing => ({ now: now(), language: document.documentElement.lang, words: inWords, trust: trust.trust, isPublic });

async function begin(): Promise<void> {
  for (const button of page.querySelectorAll<HTMLButtonElement>("#scan-start [data-action]")) button.hidden = false;
  page.addEventListener("click", onClick);
  if (!isSecureContext || !crypto.subtle) return showNotice("insecure");
  trust = await openTrustCache(await openShelf(), fetchDocument, { keys, permits, status }, location.host, now());
  void navigator.serviceWorker?.register(worker, { scope: "/v" }).catch(() => {});

  addEventListener("hashchange", () => void checkFragment());
  addEventListener("online", () => void refresh(false).then(checkWaiting));
  document.addEventListener("visibilitychange", onVisibility);
  setInterval(() => void tick(), TICK);
  showPhoneList(showing());
  show("start");
  const first = refresh(false);
  await checkFragment();
  await first;
  if (!trust.trust && !shown) showNotice("no-keys");
}

/** Checks the digits that a plain camera opened the page with; the page is on the issuer's own address, or its script would not be. */
async function checkFragment(): Promise<void> {
  const digits = location.hash.slice(1);
  if (!digits) return;
  stopScanning();
  showNotice("checking");
  wanted = readPermit(digits)?.list;
  if (!trust.trust) await refresh(false);
  const address = trust.trust?.keys.address ?? location.origin;
  await showVerdict(`${address}/v#${digits}`, true);
}

/** Checks what the page was opened with, where only the keys were missing until now. */
async function checkWaiting(): Promise<void> {
  if (!shown && trust.trust) await checkFragment();
}

async function showVerdict(text: string, isPublic: boolean): Promise<void> {
  if (!trust.trust) {
    show("start");
    return showNotice("no-keys");
  }
  shown = { text, isPublic };
  wanted = readPermit(readCode(text)?.digits ?? "")?.list;
  showNotice(null);
  const screen = await render();
  show("verdict");
  screen?.focus({ preventScroll: true });
  scrollTo(0, 0);
  // A good list may have become old while the phone slept, and a list may be missing: ask, and show again what that changes.
  if (screen?.dataset.freshness !== "fresh") void refresh(false);
}

/** Draws the verdict of the text on the screen, anew: time passes and lists arrive while it is looked at. */
async function render(): Promise<HTMLElement | null> {
  if (!shown || !trust.trust) return null;
  const { text, isPublic } = shown;
  const result = await check(text, trust.trust, now());
  if (shown?.text !== text) return null;
  const screen = verdictScreen(result, showing(isPublic));
  const hadFocus = part("scan-verdict").contains(document.activeElement);
  part("scan-verdict").replaceChildren(screen);
  if (hadFocus) screen.focus({ preventScroll: true });
  return screen;
}

function refresh(all: boolean): Promise<boolean> {
  refreshing ??= trust.refresh(now(), all, () => wanted).finally(async () => {
    refreshing = null;
    showPhoneList(showing());
    await render();
  });
  return refreshing;
}

async function update(): Promise<void> {
  showNotice("updating");
  await refreshing;
  const good = await refresh(true);
  showNotice(good ? "updated" : trust.trust ? "update-failed" : "no-keys");
  await checkWaiting();
}

async function tick(): Promise<void> {
  if (document.hidden) return;
  showPhoneList(showing());
  await render();
  await refresh(false);
}

async function startScanning(): Promise<void> {
  const turn = ++scanning;
  clearTimeout(resting);
  showNotice(null);
  forget();
  show("camera");
  const opened = camera ?? (await openCamera(video));
  if (typeof opened === "string") return giveUp(opened);
  camera = opened;
  part("scan-torch").hidden = !camera.torch;
  if (turn !== scanning) return;
  try {
    reader ??= await openReader(decoder);
    const text = await scan(reader, turn);
    if (text !== null) await onScanned(text);
  } catch {
    reader = null;
    giveUp("camera-failed");
  }
}

async function scan(read: Reader, turn: number): Promise<string | null> {
  while (turn === scanning) {
    const text = await read(video);
    if (text && turn === scanning) return text;
    await new Promise(requestAnimationFrame);
  }
  return null;
}

async function onScanned(text: string): Promise<void> {
  scanning++;
  navigator.vibrate?.(readCode(text) ? 80 : [60, 60, 60]);
  resting = setTimeout(closeCamera, CAMERA_REST);
  await showVerdict(text, false);
}

function giveUp(notice: string): void {
  stopScanning();
  show("start");
  showNotice(notice);
}

function stopScanning(): void {
  scanning++;
  closeCamera();
}

function closeCamera(): void {
  camera?.stop();
  camera = null;
  part("scan-torch").setAttribute("aria-pressed", "false");
}

/** The verdict on the screen is over: nothing of it stays in the page or its address. */
function forget(): void {
  shown = null;
  part("scan-verdict").replaceChildren();
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
}

function show(state: State): void {
  for (const other of STATES) part(`scan-${other}`).hidden = other !== state;
  page.dataset.state = state;
  document.body.toggleAttribute("data-scanning", state === "camera" || (state === "verdict" && !shown?.isPublic));
}

async function toggleTorch(): Promise<void> {
  const button = part("scan-torch");
  const on = button.getAttribute("aria-pressed") !== "true";
  await camera?.torch?.(on).then(() => button.setAttribute("aria-pressed", String(on))).catch(() => {});
}

function onClick(event: Event): void {
  const action = (event.target as Element).closest<HTMLElement>("[data-action]")?.dataset.action;
  if (!trust) return;
  if (action === "start" || action === "again") void startScanning();
  else if (action === "update") void update();
  else if (action === "torch") void toggleTorch();
  else if (action === "stop") {
    stopScanning();
    show("start");
  }
}

function onVisibility(): void {
  if (!document.hidden) return void tick();
  const wasScanning = !part("scan-camera").hidden;
  stopScanning();
  if (wasScanning) show("start");
}

async function fetchDocument(path: string): Promise<Uint8Array | null> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), FETCH_TIMEOUT);
  try {
    const response = await fetch(path, { cache: "no-cache", credentials: "omit", signal: stop.signal });
    return response.ok && response.body ? await readBounded(response.body, MOST_DOCUMENT_BYTES) : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

void begin();
