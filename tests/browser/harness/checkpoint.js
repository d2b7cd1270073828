/** The hands of a checkpoint: who sets its phones up, and who holds them. */
import { join } from "node:path";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";

/** The administrator names a phone and shows its code; the code's picture, and the link that it holds. */
export async function invite(world, page, address, { name, checkpoint, phrase }) {
  await page.goto(`${address}/admin/devices`);
  await page.getByLabel("Nombre del teléfono").fill(name);
  await page.getByLabel("Puesto de control").fill(checkpoint);
  await page.getByLabel("Frase").fill(phrase);
  await page.getByRole("button", { name: "Mostrar el código" }).click();
  const folder = await mkdtemp(join(tmpdir(), "chasqui-invitation-"));
  world.leave(() => rm(folder, { recursive: true, force: true }));
  const picture = join(folder, "invitation.png");
  await page.waitForURL("**/admin/devices/invitations/*");
  const still = await keptStill(page);
  await still.getByRole("img", { name: "Código de registro" }).screenshot({ path: picture });
  const link = await still.getByRole("link", { name: "Abre el enlace" }).getAttribute("href");
  await still.close();
  return { picture, link };
}

/** The same page beside it, that does not load itself again every few seconds: a picture may take longer than that on a busy machine. */
async function keptStill(page) {
  const still = await page.context().newPage();
  await still.route(page.url(), async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace(/<meta http-equiv="refresh"[^>]*>/, "") });
  });
  await still.goto(page.url());
  return still;
}

/** The administrator shuts a phone out. */
export async function shutOut(page, address, name) {
  await page.goto(`${address}/admin/devices`);
  await page.getByRole("link", { name }).click();
  await page.getByRole("button", { name: "Quitar el acceso" }).click();
  await page.getByRole("button", { name: "Quitar el acceso" }).waitFor({ state: "detached" });
}

/** The person at the checkpoint says yes, and reads the phrase. */
export async function agree(page) {
  await page.getByRole("button", { name: "Registrar el teléfono" }).click();
  await page.getByRole("heading", { name: "Teléfono registrado" }).waitFor();
  const said = await page.locator("#scan-device").innerText();
  await page.getByRole("button", { name: "Empezar" }).click();
  await waiting(page, 0);
  return said;
}

/** Waits until the phone's first screen says so many things wait to be sent. */
export async function waiting(page, count) {
  await page.locator("#device-waiting").filter({ hasText: new RegExp(`^${count}$`) }).waitFor({ state: "attached" });
}

/** Reports from the verdict on the screen, in two taps; what the phone says of it. */
export async function report(page, reason) {
  await page.getByRole("button", { name: "Reportar", exact: true }).click();
  await page.getByRole("button", { name: reason }).click();
  const said = page.locator(".device-said .banner");
  await said.waitFor();
  return said.innerText();
}

/**
 * What a browser does that has Background Sync, when the network is back: it wakes the service worker. On a page of the site that is
 * none of the scanner's, which it answers with; the scanner's own may be closed.
 */
export async function wake(context, address) {
  const page = await context.newPage();
  await page.goto(`${address}/accessibility`);
  const session = await context.newCDPSession(page);
  const registered = new Promise((resolve) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const mine = registrations.find(({ scopeURL, isDeleted }) => scopeURL === `${address}/v` && !isDeleted);
      if (mine) resolve(mine.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  await session.send("ServiceWorker.dispatchSyncEvent", { origin: address, registrationId: await registered, tag: "chasqui-device", lastChance: false });
  return page;
}

/** Waits, on whatever page of the site, until so many scans lie on the phone. */
export async function lying(page, count) {
  await page.waitForFunction(async (count) => {
    const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
    const database = await done(indexedDB.open("chasqui-device"));
    const lying = await done(database.transaction("scans").objectStore("scans").count());
    database.close();
    return lying === count;
  }, count);
}

/** Waits until the phone's own database is gone. */
export async function wiped(page) {
  await page.waitForFunction(async () => (await indexedDB.databases()).every(({ name }) => name !== "chasqui-device"));
}

/** The server's database is one from before this phone was enrolled: by the id that it has, nobody knows it. */
export async function forgetPhone(context) {
  const idOf = (request) => JSON.parse(Buffer.from(/^Device ([\w-]+)/.exec(request.headers().authorization ?? "")?.[1] ?? "e30", "base64url")).kid;
  const problem = { status: 401, contentType: "application/problem+json", body: JSON.stringify({ title: "", detail: "", code: "device-unknown" }) };
  let forgotten;
  await context.route("**/api/v1/**", (route) => {
    const id = idOf(route.request());
    forgotten ??= id;
    return id !== undefined && id === forgotten ? route.fulfill(problem) : route.fallback();
  });
}

/** All that the phone's databases hold, as the letters that a reader of its disk would see. */
export async function readStorage(page) {
  return page.evaluate(async () => {
    const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
    const letters = (value) => {
      if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder("latin1").decode(value);
      if (value instanceof CryptoKey) return value.extractable && value.type !== "public" ? "extractable" : "";
      return typeof value === "object" && value !== null ? Object.entries(value).map(([name, inside]) => `${name} ${letters(inside)}`).join(" ") : String(value);
    };
    const found = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const storeName of database.objectStoreNames) {
        const store = database.transaction(storeName).objectStore(storeName);
        found.push(...(await Promise.all([done(store.getAll()), done(store.getAllKeys())])).map(letters));
      }
      database.close();
    }
    return found.join("\n") + JSON.stringify(localStorage) + JSON.stringify(sessionStorage);
  });
}

/** The server takes the next request and its answer never arrives; to be awaited after what causes it. */
export async function loseAnAnswer(context, path) {
  let lost;
  const happened = new Promise((resolve) => (lost = resolve));
  await context.route(`**${path}`, async (route) => {
    const response = await route.fetch();
    if (!response.ok()) return route.fulfill({ response });
    await route.abort();
    lost();
  });
  return async () => {
    await happened;
    await context.unroute(`**${path}`);
  };
}
