// A passkey as the second step: added at the first log-in, shown at the next and before great harm, one more, one less.
import assert from "node:assert/strict";
import { freePort } from "../harness/mail-server.js";
import { arriveAt, assertSuitsEverybody } from "../harness/page.js";
import { newDevice } from "../harness/passkeys.js";
import { serve } from "../harness/serve.js";
import { story } from "../harness/story.js";
import { newWorld } from "../harness/world.js";

const world = await newWorld({ demo: false });
const port = await freePort();
// A browser has no passkeys for an IP address.
const site = `http://localhost:${port}`;
const server = await serve(world, port, { CHASQUI_BASE_URL: site, CHASQUI_SECOND_FACTOR_ROLES: "administrator" });
const ada = { name: "Ada Salas", email: "ada@oficina.test", password: "papas con ocopa", roles: ["administrator"] };
await server.employ(ada);
const page = await world.page();
const phone = await newDevice(page, "internal");
const said = () => page.locator("main").innerText();
const path = () => new URL(page.url()).pathname;
const failed = page.locator("[data-passkey-failed]");
const usePasskey = (on = page) => on.getByRole("button", { name: "Usar mi llave de acceso" }).click();
let codes;

async function password(on, then = "/o/account") {
  await on.goto(`${site}/o/log-in?then=${then}`);
  await on.locator("#email").fill(ada.email);
  await on.locator("#password").fill(ada.password);
  await on.locator("main .button").click();
}

async function logOut() {
  await page.goto(`${site}/o/account`);
  await page.locator("header form button").click();
}

async function addPasskey(name) {
  await page.goto(`${site}/o/account/passkey`);
  await page.getByLabel("Nombre").fill(name);
  await page.locator("#passkey").click();
}

story("A passkey is the second step", {
  "whoever must have a second step chooses a passkey over an app, and keeps the recovery codes": async () => {
    await password(page);
    await assertSuitsEverybody(page);
    await page.getByRole("link", { name: /^Usar una llave de acceso/ }).click();
    assert.equal(await page.locator("[data-passkey-absent]").isVisible(), false);
    await assertSuitsEverybody(page);
    await page.getByLabel("Nombre").fill("Teléfono");
    await page.getByRole("button", { name: "Agregar una llave de acceso" }).click();
    await page.getByRole("heading", { name: "Guarda tus códigos de recuperación" }).waitFor();
    codes = await page.locator("main li code").allInnerTexts();
    assert.equal(codes.length, 10);
    await page.getByRole("link", { name: "Ya los guardé" }).click();
    assert.match(await said(), /Teléfono/);
  },

  "the next log-in takes the password and the passkey": async () => {
    await logOut();
    await password(page);
    assert.equal(path(), "/o/log-in/code");
    await assertSuitsEverybody(page);
    await usePasskey();
    await arriveAt(page, "/o/account");
  },

  "a device that signs nothing loses nothing, and signs when it is asked again": async () => {
    await logOut();
    await password(page);
    await phone.knowsItsOwner(false);
    await usePasskey();
    await failed.waitFor();
    assert.match(await failed.innerText(), /No se perdió nada/);
    assert.equal(path(), "/o/log-in/code");
    await phone.knowsItsOwner(true);
    await usePasskey();
    await arriveAt(page, "/o/account");
  },

  "it is shown again before great harm": async () => {
    await page.goto(`${site}/o/prove?then=/admin/keys`);
    await usePasskey();
    await arriveAt(page, "/admin/keys");
  },

  "the same device adds no second one, and says why": async () => {
    await addPasskey("Otra vez");
    await failed.waitFor();
    assert.match(await failed.innerText(), /ya tiene una llave de acceso/);
  },

  "another device does, and the first is removed": async () => {
    const stick = await newDevice(page, "usb");
    await phone.away();
    await addPasskey("Llave de la oficina");
    await arriveAt(page, "/o/account");
    assert.match(await said(), /Llave de la oficina/);
    await page.getByRole("link", { name: "Quitar Teléfono" }).click();
    await page.getByRole("button", { name: /^Quitar la llave de acceso/ }).click();
    assert.doesNotMatch(await said(), /Teléfono/);
    await assertSuitsEverybody(page);
    await logOut();
    await password(page);
    await usePasskey();
    await arriveAt(page, "/o/account");
    await stick.away();
  },

  "the last one stays where the role asks for it": async () => {
    await page.getByRole("link", { name: "Quitar Llave de la oficina" }).click();
    assert.match(await said(), /Es tu único segundo paso/);
    assert.equal(await page.locator("main button").count(), 0);
  },

  "without JavaScript the page says so, and a recovery code opens": async () => {
    const plain = await world.page({ javaScriptEnabled: false });
    await password(plain);
    assert.match(await plain.locator("main").innerText(), /necesita JavaScript/);
    assert.equal(await plain.locator("#passkey").isVisible(), false);
    await plain.getByLabel("Código de recuperación").fill(codes[0]);
    await plain.getByRole("button", { name: "Continuar" }).click();
    assert.equal(new URL(plain.url()).pathname, "/o/account");
  },
});
