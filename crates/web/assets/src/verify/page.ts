/** The page at /v: opened with a permit's digits it checks them at once; opened bare it scans. It never follows an address. */
import { type DeviceHooks, type DevicePage, ENROLMENT, isEnrolment, loadDevice } from "../device/hooks.ts";
import { type Signal, readyToSound, sound } from "./alert.ts";
import { install, keepForGood, keepOffline, offerInstalling } from "./app.ts";
import { clockError, now, sawSigned } from "./clock.ts";
import { readCode } from "./code.ts";
import { showClock, showFailure, showNotice } from "./notices.ts";
import { part } from "./parts.ts";
import { type Permit, readPermit } from "./permit.ts";
import { openPreferences } from "./preferences.ts";
import { fetchBetter } from "./reader.ts";
import { type Scanning, openScanning } from "./scanning.ts";
import { type Showing, showPhoneList, verdictScreen } from "./screen.ts";
import { readSettings } from "./settings.ts";
import { openStorage } from "./storage.ts";
import { type Draw, type Drawn, type Stage, openStage } from "./stage.ts";
import { type TrustCache, openTrustCache } from "./trust-cache.ts";
import { type Updating, fetchDocument, openUpdating, whatLacks } from "./updating.ts";
import { check } from "./verdict.ts";
import { words } from "./words.ts";

const TICK = 30_000;

const page = part("scanner");
const settings = readSettings();
const inWords = words(settings.sentences, settings.timeZone);

let cache: TrustCache;
let stage: Stage;
let updating: Updating;
let scanning: Scanning;
let device: DeviceHooks | null = null;
/** The list that the last code rests on, as the code says. */
let wanted: number | undefined;
/** What the verdict on the screen was last told by, to the ear and to the hand. */
let signalled: Signal | null = null;

async function begin(): Promise<void> {
  if (!isSecureContext || !crypto.subtle) return showNotice("insecure");
  cache = await openTrustCache(await openStorage(), fetchDocument, settings, location.host, now());
  stage = openStage(page, draw, drawn);
  updating = openUpdating(cache, () => wanted, changed);
  scanning = openScanning(settings, { own: ownAddress, onText: onScanned, onFailure: giveUp });
  offerInstalling();

  openPreferences(part("scan-preferences"), () => (readyToSound(), sound("good")));
  page.addEventListener("click", onClick);
  // Not before: a press that nobody hears would be lost.
  for (const button of page.querySelectorAll<HTMLButtonElement>("#scan-start [data-action]")) button.hidden = false;
  addEventListener("hashchange", () => void checkFragment());
  addEventListener("online", () => void updating.refresh().then(checkWaiting));
  document.addEventListener("visibilitychange", onVisibility);
  setInterval(() => void tick(), TICK);
  toStart();
  await changed();
  scanning.prepare();
  void openDevice();
  const first = updating.refresh();
  await checkFragment();
  await first;
  sayWhatLacks();
  await keepOffline(settings.worker, [settings.device]);
  await fetchBetter(settings);
}

/** Neither lists nor a verdict wait for it: its database may be long in opening, or never do. It takes its token out of the address at once. */
async function openDevice(): Promise<void> {
  device = await loadDevice(settings.device);
  await device?.onStart(devicePage());
}

const showing = (isPublic = false): Showing =>
  ({ now: now(), language: document.documentElement.lang, words: inWords, trust: cache.trust, isPublic });

/** Where this issuer's codes send a plain camera, as far as this phone knows. */
const ownAddress = (): string => cache.trust?.keys.address ?? location.origin;

const permitIn = (text: string): Permit | null => readPermit(readCode(text)?.digits ?? "");

const draw: Draw = async ({ text, isPublic }) => {
  const permit = permitIn(text);
  if (permit) await cache.prepare(permit, now());
  if (!cache.trust) return null;
  const result = await check(text, cache.trust, now());
  return { check: result, section: verdictScreen(result, showing(isPublic)) };
};

const drawn: Drawn = (check, { text, isPublic }, section, before) => {
  if (isPublic) return;
  // Also where a list that has just come changes what was said a moment ago.
  const signal = section.dataset.signal as Signal;
  if (!before || signal !== signalled) sound(signal);
  signalled = signal;
  try {
    device?.onVerdict(check, text, section, before);
  } catch (error) {
    // The verdict is drawn, but not on the screen yet: it must get there whatever befalls the part that keeps a record of it.
    console.error(error);
  }
};

const devicePage = (): DevicePage =>
  ({ main: page, present: (text) => showVerdict(text, false), pin, now });

/** An enrolled phone believes the root that it was given with its enrolment. */
async function pin(root: string): Promise<void> {
  await cache.pin(root, now());
  await updating.renew();
}

/** Checks the digits that a plain camera opened the page with; the page is on the issuer's own address, or its script would not be. */
async function checkFragment(): Promise<void> {
  const digits = location.hash.slice(1);
  // Opened anew, the page asks whether this phone shall be enrolled.
  if (location.hash.startsWith(ENROLMENT)) return location.reload();
  if (!digits) return;
  scanning.stop();
  showNotice("checking");
  wanted = readPermit(digits)?.list;
  if (!cache.trust) await updating.refresh();
  await showVerdict(`${ownAddress()}/v#${digits}`, true);
}

/** Checks what the page was opened with, where only the keys were missing until now. */
async function checkWaiting(): Promise<void> {
  if (!stage.scanned() && cache.trust) await checkFragment();
}

async function showVerdict(text: string, isPublic: boolean): Promise<void> {
  if (!cache.trust) return trustNobody();
  wanted = permitIn(text)?.list;
  const screen = await stage.present({ text, isPublic });
  if (!screen && !cache.trust) return trustNobody();
  // A good list may have become old while the phone slept, and a list may be missing: ask, and show again what that changes.
  if (screen?.dataset.freshness !== "fresh") void updating.refresh();
}

/** Without keys nothing can be said of any code, nor go on being said of the last one. */
function trustNobody(): void {
  stage.forget();
  toStart();
  showFailure(cache.lack(now()));
}

function sayWhatLacks(): void {
  const lack = whatLacks(cache);
  if (lack && !stage.scanned()) showNotice(lack);
}

async function changed(): Promise<void> {
  sawSigned(cache.newest());
  showClock(clockError() !== null, inWords.moment(now()));
  showPhoneList(showing());
  if (!(await stage.redraw()) && stage.scanned() && !cache.trust) trustNobody();
}

async function tick(): Promise<void> {
  if (document.hidden) return;
  await changed();
  await updating.refresh();
}

async function startScanning(): Promise<void> {
  readyToSound();
  void keepForGood().catch(() => {});
  showNotice(null);
  stage.forget();
  stage.turn("camera");
  // The button that had it is hidden now.
  part("scan-camera").focus({ preventScroll: true });
  await scanning.start();
}

async function onScanned(text: string): Promise<void> {
  if (isEnrolment(text)) return location.assign(text);
  await showVerdict(text, false);
}

function stopScanning(): void {
  toStart();
  page.querySelector<HTMLElement>("#scan-start [data-action=start]")?.focus();
}

function giveUp(notice: Parameters<typeof showFailure>[0]): void {
  toStart();
  showFailure(notice);
}

function toStart(): void {
  scanning.stop();
  stage.turn("start");
}

function onClick(event: Event): void {
  const action = (event.target as Element).closest<HTMLElement>("[data-action]")?.dataset.action;
  if (action === "start" || action === "again") void startScanning();
  else if (action === "update") void updating.update().then(checkWaiting);
  else if (action === "torch") void scanning.controls.toggleTorch();
  else if (action === "camera") void scanning.controls.nextCamera();
  else if (action === "install") void install();
  else if (action === "stop") stopScanning();
}

function onVisibility(): void {
  if (!document.hidden) return void tick();
  const wasScanning = page.dataset.state === "camera";
  scanning.stop();
  if (wasScanning) stage.turn("start");
}

void begin();
