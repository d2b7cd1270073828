// From a citizen's application to a scan at a checkpoint.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { newCamera } from "../harness/camera.js";
import { CARER, apply } from "../harness/citizen.js";
import { program } from "../harness/demo.js";
import { letter } from "../harness/mail.js";
import { approve, logIn, workUpTo } from "../harness/officer.js";
import { codeOf, fetchPaper, wordsOf } from "../harness/paper.js";
import { scan, scanNext, update, verdict, withFreshList } from "../harness/scanner.js";
import { story } from "../harness/story.js";
import { newWorld } from "../harness/world.js";

const world = await newWorld();
const { address, people } = world;
const camera = await newCamera(world);
const citizen = await world.page({ javaScriptEnabled: false });
const police = await world.page({ camera: camera.file });
let reference, returnCode, link, number, code;

story("A permit, from the application to the checkpoint", {
  "the citizen applies, and reads the reference and what happens next": async () => {
    reference = await apply(citizen, address, "transit-permit", CARER);
    assert.match(reference, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]$/);
    returnCode = await citizen.locator("#return-code .reference").innerText();
    assert.match(await citizen.locator("main").innerText(), /Recibimos tu solicitud.*Una persona la va a revisar.*maria@ejemplo\.pe/s);
  },

  "a letter brings a link that opens the status page in any browser": async () => {
    const received = await letter(citizen, address, `Recibimos tu solicitud ${reference}`);
    link = await received.getByRole("link").first().getAttribute("href");
    const elsewhere = await world.page({ javaScriptEnabled: false });
    await elsewhere.goto(link);
    await elsewhere.getByLabel("Número de documento").fill(CARER["Documento de identidad"].Número);
    await elsewhere.getByRole("button", { name: "Abrir mi solicitud" }).click();
    assert.equal(elsewhere.url(), `${address}/a/${reference}`, "the key leaves the address at once");
    assert.match(await elsewhere.locator("h1").innerText(), /En cola/);
  },

  "in a cabina the return code opens it, beside reference and document, until it is finished with": async () => {
    const cabina = await world.page({ javaScriptEnabled: false });
    await cabina.goto(`${address}/a`);
    await cabina.getByLabel("Número de solicitud").fill(reference);
    await cabina.getByLabel("Número de documento").fill(CARER["Documento de identidad"].Número);
    await cabina.getByLabel("Código de regreso").fill(returnCode.toLowerCase());
    await cabina.getByRole("button", { name: "Ver en qué está" }).click();
    assert.match(await cabina.locator("main").innerText(), /Qué ha pasado/);
    assert.equal(await cabina.locator("#return-code").count(), 0, "it is shown once");
    await cabina.getByRole("button", { name: "Terminar aquí" }).click();
    await cabina.goto(`${address}/a/${reference}`);
    assert.doesNotMatch(await cabina.locator("main").innerText(), /Qué ha pasado/);
  },

  "without the link, reference and document open the status and nothing else": async () => {
    const stranger = await world.page({ javaScriptEnabled: false });
    await stranger.goto(`${address}/a/${reference}`);
    await stranger.getByLabel("Número de documento").fill("45678912");
    await stranger.getByRole("button", { name: "Ver en qué está" }).click();
    assert.match(await stranger.locator("h1").innerText(), /En cola/);
    assert.doesNotMatch(await stranger.content(), /María|Begonias/);
    const paper = await stranger.request.get(`${address}/a/${reference}/permit.pdf`);
    assert.notEqual(paper.headers()["content-type"], "application/pdf");
  },

  "an officer works through the queue, oldest first, and approves it": async () => {
    const office = await world.page();
    await logIn(office, address, people.olga);
    assert.ok((await workUpTo(office, reference)) > 0, "others were waiting before");
    assert.match(await office.locator("main").innerText(), /Llevo comida y medicinas a mi madre/);
    await approve(office);
    await office.goto(`${address}/o/cases/${reference}`);
    assert.match(await office.locator("main").innerText(), /Aprobado/);
  },

  "the permit comes attached to a letter, and is behind its link, the same bytes": async () => {
    const approved = await letter(citizen, address, reference, ".attachment");
    const attached = await fetchPaper(world, approved.locator(".attachment"));
    await citizen.goto(link);
    assert.match(await citizen.locator("main").innerText(), /Tu permiso\s+Vigente/);
    number = await citizen.locator("dd.reference").innerText();
    const linked = await fetchPaper(world, citizen.getByRole("link", { name: "Descargar el permiso" }));
    assert.ok((await readFile(attached)).equals(await readFile(linked)));
    assert.ok((await stat(linked)).size < 30_000);
    const words = await wordsOf(linked);
    for (const said of [number, "María Ñusta Quispe Huamán", "ABC-123"]) assert.ok(words.includes(said), `${said} in ${words}`);
    code = await codeOf(linked);
    assert.ok(code.text.startsWith(`${address}/v#`));
  },

  "a police phone scans the paper: valid, with a fresh list and the holder to compare": async () => {
    await camera.show(code.picture);
    await scan(police, address);
    await withFreshList(police);
    const seen = await verdict(police);
    assert.deepEqual([seen.verdict, seen.freshness], ["valid", "fresh"]);
    assert.match(seen.words, /María Ñusta Quispe Huamán.*termina en 8912.*ABC-123/s);
  },

  "what her browser prints of the permit’s page is read at the command line": async () => {
    await citizen.goto(`${address}/a/${reference}/permit`);
    const folder = await mkdtemp(join(tmpdir(), "chasqui-printed-"));
    world.leave(() => rm(folder, { recursive: true, force: true }));
    await citizen.pdf({ path: join(folder, "printed.pdf") });
    const { lists } = await (await fetch(`${address}/status`)).json();
    const fetched = { "keys.json": "/.well-known/chasqui/keys.json", ...Object.fromEntries(lists.map(({ list }) => [`${list}.cwt`, `/status/${list}`])) };
    for (const [name, path] of Object.entries(fetched)) await writeFile(join(folder, name), Buffer.from(await (await fetch(address + path)).arrayBuffer()));
    const status = lists.flatMap(({ list }) => ["--status", `${list}.cwt`]);
    const { stdout } = await promisify(execFile)(program, ["verify", "--keys", "keys.json", ...status, "printed.pdf"], { cwd: folder });
    assert.match(stdout, /^valid\nstatus list: fresh/);
  },

  "anybody’s plain camera opens the same verdict": async () => {
    const anybody = await world.page();
    await anybody.goto(code.text);
    await withFreshList(anybody);
    const seen = await verdict(anybody);
    assert.deepEqual([seen.verdict, seen.freshness], ["valid", "fresh"]);
    assert.match(seen.words, /No prueba nada ante la autoridad que verifica permisos/);
  },

  "the number and the document’s end say valid by hand": async () => {
    const anybody = await world.page({ javaScriptEnabled: false });
    assert.match(await byHand(anybody, number, "8912"), /^Válido/i);
    assert.match(await byHand(anybody, number.toLowerCase(), "8913"), /^No válido/i);
  },

  "one digit of the signature changed: forged": async () => {
    const last = Number(code.text.at(-1));
    await camera.showText(code.text.slice(0, -1) + String((last + 1) % 10));
    const seen = await scanNext(police);
    assert.equal(seen.verdict, "forged");
    assert.doesNotMatch(seen.words, /María/, "nothing of a forgery is shown as true");
  },

  "the same code from a look-alike address: warned of, never followed": async () => {
    await camera.showText(code.text.replace(address, "https://permisos-demo.example"));
    const seen = await scanNext(police);
    assert.equal(seen.verdict, "unknown-issuer");
    assert.match(seen.words, /manda los teléfonos a https:\/\/permisos-demo\.example/);
    assert.equal(police.url(), `${address}/v`);
  },

  "a code of something else: not a permit": async () => {
    await camera.showText("WIFI:S:bodega;T:WPA;P:12345678;;");
    assert.equal((await scanNext(police)).verdict, "not-a-permit");
  },

  "a supervisor revokes the permit, and a reason is asked for first": async () => {
    const office = await world.page();
    await logIn(office, address, people.sara);
    await office.goto(`${address}/o/permits/${number}`);
    await office.getByRole("button", { name: "Anular" }).click();
    assert.match(await office.locator(".error-summary").innerText(), /Escribe el motivo/);
    await office.getByLabel("Motivo").fill("Lo usaba otra persona.");
    await office.getByRole("button", { name: "Anular" }).click();
    assert.match(await office.locator(".tag").first().innerText(), /Anulado/);
  },

  "the phone that still has the old list says valid until it is brought up to date, then revoked": async () => {
    await camera.show(code.picture);
    const before = await scanNext(police);
    assert.equal(before.verdict, "valid");
    assert.match(before.words, /Lista de hace/, "how old its list is, it says");
    await update(police);
    const after = await verdict(police, "revoked");
    assert.deepEqual([after.verdict, after.freshness], ["revoked", "fresh"]);
  },

  "the holder is told, and the paper is no longer handed out": async () => {
    await letter(citizen, address, "Lo usaba otra persona.");
    await citizen.goto(link);
    assert.match(await citizen.locator("main").innerText(), /Tu permiso\s+Anulado/);
    assert.equal(await citizen.getByRole("link", { name: "Descargar el permiso" }).count(), 0);
  },
});

async function byHand(page, number, document) {
  await page.goto(`${address}/v/number`);
  await page.getByLabel("Número de permiso").fill(number);
  await page.getByLabel("Últimas cuatro del documento").fill(document);
  await page.getByRole("button", { name: "Verificar" }).click();
  return page.locator("main").innerText();
}
