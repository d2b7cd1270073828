// A checkpoint: phones that the office knows, scans kept without signal, a report that becomes a revocation, a phone that is lost.
import assert from "node:assert/strict";
import { newCamera } from "../harness/camera.js";
import { agree, forgetPhone, invite, loseAnAnswer, lying, readStorage, report, shutOut, waiting, wake, wiped } from "../harness/checkpoint.js";
import { CARER_TYPED, NURSE_TYPED, applyByPost, newVisitor } from "../harness/by-post.js";
import { approve, enter, take } from "../harness/officer.js";
import { assertSuitsEverybody } from "../harness/page.js";
import { codeOf, newPermit } from "../harness/paper.js";
import { scan, scanNext, update, verdict } from "../harness/scanner.js";
import { story } from "../harness/story.js";
import { newWorld } from "../harness/world.js";

const world = await newWorld();
const { address, people } = world;
const [camera, otherCamera] = [await newCamera(world), await newCamera(world)];
const phone = await world.context({ camera: camera.file });
const other = await world.context({ camera: otherCamera.file });
const admin = await world.page();
const pageOf = async (device) => device.pages()[0] ?? (await device.newPage());
/** The page is killed, and the app opened again. */
const reopen = async (device) => {
  for (const page of device.pages()) await page.close();
  const page = await device.newPage();
  await page.goto(`${address}/v`);
  return page;
};
const papers = [];

story("A checkpoint and its office", {
  "two citizens have permits": async () => {
    const rosa = { ...NURSE_TYPED.you, name: "Rosa Huamán Ccori", "document.number": "45678920" };
    for (const typed of [NURSE_TYPED, { ...NURSE_TYPED, you: rosa }]) papers.push(await codeOf((await newPermit(world, typed)).paper));
  },

  "the administrator shows a code, the phone’s own scanner reads it, and its officer says yes": async () => {
    await enter(admin, address, people.admin);
    const { picture } = await invite(world, admin, address, { name: "Garita Ancón 2", checkpoint: "Peaje de Ancón", phrase: "el zorro de arriba" });
    await camera.show(picture);
    const page = await pageOf(phone);
    await page.goto(`${address}/v`);
    await page.getByRole("button", { name: "Escanear" }).click();
    await page.getByRole("heading", { name: "Registrar este teléfono" }).waitFor();
    assert.equal(page.url(), `${address}/v`, "the token leaves the address at once");
    await assertSuitsEverybody(page);
    assert.match(await agree(page), /Garita Ancón 2.*Peaje de Ancón.*«el zorro de arriba»/s);
    await assertSuitsEverybody(page);
    await admin.getByText("El teléfono ya está registrado").waitFor();
  },

  "a second phone opens the link; a third finds it used": async () => {
    const { link } = await invite(world, admin, address, { name: "Patrulla 7", checkpoint: "Puente Ricardo Palma", phrase: "tres truchas" });
    const page = await pageOf(other);
    await page.goto(link);
    assert.match(await agree(page), /Patrulla 7.*«tres truchas»/s);
    const third = await world.page();
    await third.goto(link);
    await third.getByRole("button", { name: "Registrar el teléfono" }).click();
    await third.getByText("Este código ya se usó en otro teléfono").waitFor();
  },

  "without signal two scans are kept, the same paper twice counts once, and nothing of them can be read": async () => {
    const page = await pageOf(phone);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(async () => (await (await caches.open("chasqui-pages")).keys()).length > 0);
    await phone.setOffline(true);
    for (const { picture } of papers) {
      await camera.show(picture);
      const seen = await scan(page, address);
      assert.equal(seen.verdict, "valid");
      assert.match(seen.words, /«el zorro de arriba»/);
    }
    await page.getByRole("button", { name: "Escanear otro" }).click();
    await verdict(page, "valid");
    await waiting(page, 2);
    const stored = await readStorage(page);
    assert.ok(stored.length > 1000, "there is something to read");
    assert.doesNotMatch(stored, /María|Quispe|Huamán|8912|8920|valid|Garita|zorro|extractable|scanned_at/);
  },

  "a killed page loses none, a lost answer repeats none": async () => {
    let page = await reopen(phone);
    await waiting(page, 2);
    const lost = await loseAnAnswer(phone, "/api/v1/scans");
    await phone.setOffline(false);
    await lost();
    page = await reopen(phone);
    await waiting(page, 0);
    await admin.goto(`${address}/o/log-in`);
    const supervisor = await world.page();
    await enter(supervisor, address, people.sara);
    await supervisor.goto(`${address}/o/scans`);
    assert.match(await supervisor.locator("main").innerText(), /Peaje de Ancón\s+2\s/);
  },

  "its officer lets checks say where they were made, to the village": async () => {
    await phone.grantPermissions(["geolocation"], { origin: address });
    await phone.setGeolocation({ latitude: -11.772391, longitude: -77.157482 });
    const page = await reopen(phone);
    await page.getByLabel("Agregar a cada verificación el lugar").check();
    await camera.show(papers[1].picture);
    const sending = page.waitForRequest(`${address}/api/v1/scans`);
    await page.getByRole("button", { name: "Escanear" }).click();
    await verdict(page, "valid");
    const { scans } = (await sending).postDataJSON();
    assert.deepEqual(scans.map(({ lat, lon }) => [lat, lon]), [[-11.77, -77.16]]);
    await waiting(page, 0);
  },

  "with its page closed the browser wakes it, and what waits goes out": async () => {
    const page = await pageOf(phone);
    await phone.setOffline(true);
    await scan(page, address);
    await waiting(page, 1);
    await page.close();
    await phone.setOffline(false);
    const elsewhere = await wake(phone, address);
    await lying(elsewhere, 0);
    const supervisor = await world.page();
    await enter(supervisor, address, people.sara);
    await supervisor.goto(`${address}/o/scans`);
    assert.match(await supervisor.locator("main").innerText(), /Peaje de Ancón\s+4\s/);
    await reopen(phone);
  },

  "the permit that does not match its bearer is reported in two taps, and the office has it": async () => {
    const page = await pageOf(phone);
    await camera.show(papers[0].picture);
    await scanNext(page);
    assert.match(await report(page, "Es el código de otra persona"), /Reporte enviado a las \d\d:\d\d/);
    await assertSuitsEverybody(page);
    const officer = await world.page();
    await enter(officer, address, people.olga);
    await officer.goto(`${address}/o/incidents`);
    await officer.locator("main li").filter({ hasText: "Peaje de Ancón" }).getByRole("link").first().click();
    assert.match(await officer.locator("main").innerText(), /Es el código de otra persona.*Peaje de Ancón/s);
  },

  "the supervisor revokes it from a telephone, by the way that the verdict shows": async () => {
    const page = await pageOf(phone);
    const way = await page.getByRole("link", { name: "Ver el permiso" }).getAttribute("href");
    const supervisor = await world.page({ viewport: { width: 360, height: 740 } });
    await enter(supervisor, address, people.sara);
    await supervisor.goto(`${address}${way}`);
    assert.match(supervisor.url(), /\/o\/permits\/[0-9A-Z-]+$/);
    await supervisor.getByLabel("Motivo").fill("Copia del permiso de otra persona");
    await supervisor.getByRole("button", { name: "Anular", exact: true }).click();
    await supervisor.getByText("Anulado").first().waitFor();
  },

  "another phone has the new list, and its scanner says so": async () => {
    const page = await pageOf(other);
    await otherCamera.show(papers[0].picture);
    await scanNext(page);
    await update(page);
    assert.equal((await verdict(page, "revoked")).verdict, "revoked");
  },

  "what has no code to scan is looked up by number or plate": async () => {
    const reference = await applyByPost(newVisitor(address), "transit-permit", { ...CARER_TYPED, vehicle: { plate: "XYZ-987" } });
    const officer = await world.page();
    await enter(officer, address, people.olga);
    await take(officer, address, reference);
    await approve(officer);
    const page = await reopen(other);
    await page.getByLabel("Buscar un permiso").fill("xyz 987");
    await page.getByRole("button", { name: "Buscar" }).click();
    const seen = await verdict(page, "valid");
    assert.match(seen.words, /XYZ-987/);
    assert.equal((await scanNext(page)).verdict, "revoked");
    await page.reload();
    await waiting(page, 0);
  },

  "the office brings back an older copy: the phone says what that means, is enrolled anew, and what waited goes out": async () => {
    await forgetPhone(other);
    const page = await reopen(other);
    await page.getByText("La oficina ya no conoce este teléfono; quizá").waitFor();
    await assertSuitsEverybody(page);
    await page.getByLabel("Buscar un permiso").fill("xyz 987");
    await page.getByRole("button", { name: "Buscar" }).click();
    await page.getByText("Pídele un código nuevo, y mientras tanto escanea el permiso").waitFor();
    await scanNext(page);
    assert.match(await report(page, "Es el código de otra persona"), /Reporte guardado.*ya no conoce este teléfono/);
    const { link } = await invite(world, admin, address, { name: "Patrulla 8", checkpoint: "Puente Ricardo Palma", phrase: "tres truchas" });
    await page.goto(link);
    assert.match(await agree(page), /Patrulla 8.*«tres truchas»/s);
    assert.doesNotMatch(await page.locator("#scan-device").innerText(), /ya no conoce|registrado/);
    const officer = await world.page();
    await enter(officer, address, people.olga);
    await officer.goto(`${address}/o/incidents`);
    // Made before this enrolment, it is of no checkpoint that the office knows of.
    await officer.locator("main li").filter({ hasText: "Es el código de otra persona" }).filter({ hasText: "Sin puesto fijo" }).waitFor();
  },

  "a phone that is lost is revoked: it forgets everything, and is a stranger’s": async () => {
    await shutOut(admin, address, "Patrulla 8");
    let page = await reopen(other);
    await page.getByText("La oficina le quitó el acceso a este teléfono").waitFor();
    assert.deepEqual(await page.evaluate(async () => [await indexedDB.databases(), localStorage.getItem("chasqui-device")]), [[], null]);
    page = await reopen(other);
    const seen = await scanNext(page);
    assert.equal(seen.verdict, "revoked");
    assert.doesNotMatch(seen.words, /tres truchas|Reportar/);
  },

  "one that hears it with its page closed says so when it is opened": async () => {
    await shutOut(admin, address, "Garita Ancón 2");
    for (const page of phone.pages()) await page.close();
    await wiped(await wake(phone, address));
    const page = await reopen(phone);
    await page.getByText("La oficina le quitó el acceso a este teléfono").waitFor();
    assert.deepEqual(await page.evaluate(async () => [await indexedDB.databases(), localStorage.getItem("chasqui-device")]), [[], null]);
  },

  "one that hears it in the middle of a verdict says so under it": async () => {
    const { link } = await invite(world, admin, address, { name: "Garita Ancón 3", checkpoint: "Peaje de Ancón", phrase: "dos cóndores" });
    const page = await pageOf(phone);
    await page.goto(link);
    await agree(page);
    const seen = await scanNext(page);
    assert.match(seen.words, /«dos cóndores»/);
    await waiting(page, 0);
    await shutOut(admin, address, "Garita Ancón 3");
    await wake(phone, address);
    await page.locator("#scan-verdict").getByText("La oficina le quitó el acceso a este teléfono").waitFor();
    assert.equal((await verdict(page)).verdict, seen.verdict);
  },
});
