// The form on an old phone: no JavaScript anywhere.
import assert from "node:assert/strict";
import { CARER_TYPED, newVisitor, toCheckByPost } from "../harness/by-post.js";
import { CARER, errors, fill, goOn, referenceOf, submit } from "../harness/citizen.js";
import { story } from "../harness/story.js";
import { newWorld } from "../harness/world.js";

const world = await newWorld();
const { address } = world;
const page = await world.page({ javaScriptEnabled: false });
const service = `${address}/s/transit-permit`;
const at = () => page.url().replace(`${service}/apply/`, "").replace(/[?#].*/, "");

story("The whole form without JavaScript, with mistakes on the way", {
  "it starts from the catalogue": async () => {
    await page.goto(address);
    await page.getByRole("link", { name: "Pase personal de tránsito" }).click();
    await page.getByRole("button", { name: /^Empezar/ }).click();
    assert.equal(at(), "reason");
  },

  "nothing chosen: the summary leads to the question": async () => {
    await mistaken({}, ["reason"]);
    assert.match(await page.title(), /^Error:/);
  },

  "a reason that needs no permit stops, says why, and leads back": async () => {
    await fill(page, { "¿Por qué necesitas salir?": "Comprar cerca de casa" });
    await goOn(page);
    assert.match(await page.locator("main").innerText(), /No necesitas este pase/);
    await page.getByRole("link", { name: "Cambiar mis respuestas" }).click();
    assert.ok(await page.getByLabel("Comprar cerca de casa").isChecked(), "what was chosen is kept");
    await answered(CARER, "you");
  },

  "wrong personal data: a sentence for each, and what was typed is kept": async () => {
    await mistaken(
      {
        "Documento de identidad": { "Tipo de documento": "DNI", Número: "4567" },
        "Nombres y apellidos": "María 王",
        "Fecha de nacimiento": { Día: "31", Mes: "2", Año: "1990" },
        "Correo electrónico": "maria.ejemplo.pe",
        "Dónde vives": { Distrito: "Miraflores, Lima, Lima", "Calle y número": "Jr. Las Begonias 123" },
      },
      ["document-number", "name", "birth-day", "email"],
    );
    assert.match((await errors(page)).join("\n"), /王/, "the letter that cannot be printed is named");
    assert.equal(await page.getByLabel("Nombres y apellidos").inputValue(), "María 王");
    assert.equal(await page.getByLabel("Día").inputValue(), "31");
    assert.equal(await page.getByLabel("Calle y número").inputValue(), "Jr. Las Begonias 123");
  },

  "somebody under age is told what to do": async () => {
    const child = { ...CARER, "Fecha de nacimiento": { Día: "1", Mes: "1", Año: String(new Date().getFullYear() - 10) } };
    await answered(child, "you");
    assert.match((await errors(page)).join(), /mayores de 18 años/);
  },

  "a district is found by its name, and chosen in view among those that share it": async () => {
    const home = page.getByRole("group", { name: "Dónde vives" });
    assert.equal(await home.getByLabel("Distrito", { exact: true }).inputValue(), "Miraflores, Lima, Lima");
    await fill(page, CARER);
    await home.getByLabel("Distrito", { exact: true }).fill("MIRAFLORES");
    await goOn(page);
    assert.deepEqual(await errors(page), []);
    const mine = home.getByRole("radio", { name: "Miraflores, Lima, Lima", exact: true });
    const box = await mine.boundingBox();
    assert.ok(box.y >= 0 && box.y < page.viewportSize().height, `the list is in view: ${box.y}`);
    await mine.check();
    await goOn(page);
    assert.equal(at(), "explain");
  },

  "another language, and back, lose nothing; Back sends nothing again": async () => {
    await page.getByLabel("Cuéntanos a dónde vas").fill("Llevo comida");
    await page.getByRole("button", { name: "English" }).click();
    assert.equal(await page.locator("textarea").inputValue(), "Llevo comida");
    await page.getByRole("button", { name: "Español" }).click();
    assert.equal(await page.locator("textarea").inputValue(), "Llevo comida");
    await page.getByRole("button", { name: "Atrás" }).click();
    await page.waitForURL(`${service}/apply/you*`);
    await page.goBack();
    await page.waitForURL(`${service}/apply/explain*`);
    assert.equal(await page.locator("textarea").inputValue(), "Llevo comida");
    await page.locator("textarea").fill("");
  },

  "a reason left empty": async () => {
    await mistaken({}, ["explanation"]);
    await answered(CARER, "trip");
  },

  "a trip without days, at no hour there is": async () => {
    await mistaken({ "¿A qué hora sales de casa?": "" }, ["days", "leaves", "returns", "destination-find", "route", "travels_by"]);
    await answered(CARER, "vehicle");
  },

  "a plate that is none": async () => {
    await mistaken({ Placa: "A" }, ["plate"]);
    assert.equal(await page.getByLabel("Placa").inputValue(), "A");
    await answered(CARER, "oath");
  },

  "going back shows what was answered, and on again": async () => {
    await page.getByRole("button", { name: "Atrás" }).click();
    assert.equal(at(), "vehicle");
    assert.match(await page.getByLabel("Placa").inputValue(), /^ABC-?123$/);
    await goOn(page);
    assert.equal(at(), "oath");
  },

  "the declaration must be made": async () => {
    await mistaken({}, ["oath"]);
    await answered(CARER, "check");
  },

  "an answer is changed from the check, and the questions that it brings are asked": async () => {
    await page.getByRole("link", { name: /Cambiar\s+¿Por qué necesitas salir/ }).click();
    await fill(page, { "¿Por qué necesitas salir?": "Trabajo: salud y farmacias" });
    await goOn(page);
    assert.equal(at(), "work");
    await mistaken({ "RUC de tu empleador": "20131312956", "Correo de tu jefe": "jefa@hospital.pe", "¿Qué trabajo haces?": "Enfermera" }, ["employer"]);
    await answered({ "RUC de tu empleador": "20131312955" });
    for (let pages = 0; at() !== "check"; pages++) {
      assert.ok(pages < 4, "what was answered before is only looked through");
      await answered({});
    }
    const words = await page.locator("main").innerText();
    assert.match(words, /Enfermera/);
    assert.doesNotMatch(words, /Llevo comida/, "what is no longer asked is not sent");
  },

  "sent twice by an impatient finger: one application": async () => {
    const [form, cookies] = [await page.locator("form").last().evaluate((form) => new URLSearchParams(new FormData(form)).toString()), await page.context().cookies()];
    const jar = cookies.filter(({ path }) => new URL(`${service}/apply/submit`).pathname.startsWith(path));
    const headers = { cookie: jar.map(({ name, value }) => `${name}=${value}`).join("; "), "content-type": "application/x-www-form-urlencoded" };
    const send = () => fetch(`${service}/apply/submit`, { method: "POST", redirect: "manual", headers, body: form });
    const [one, two] = (await Promise.all([send(), send()])).map((reply) => reply.headers.get("location"));
    await submit(page);
    const reference = await referenceOf(page);
    for (const location of [one, two]) assert.equal(location, `/a/${reference}?sent=1`);
    const letters = await (await fetch(`${address}/demo/mail`)).text();
    assert.ok(letters.split(`Recibimos tu solicitud ${reference}`).length <= 2, "one letter");
  },
});

story("What is not there any more", {
  "a form that ran out, or another browser’s: a plain page that says what to do": async () => {
    const other = await world.page({ javaScriptEnabled: false });
    const visitor = newVisitor(address);
    await toCheckByPost(visitor, "transit-permit", CARER_TYPED);
    await other.context().addCookies(visitor.cookies());
    await other.goto(`${service}/apply/check`);
    await other.context().clearCookies();
    await submit(other);
    assert.match(await other.locator("main").innerText(), /Tu solicitud sin terminar ya no está.*Empezar otra vez/s);
    await other.goto(`${service}/apply/trip`);
    assert.match(await other.locator("main").innerText(), /Tu solicitud sin terminar ya no está|Empezar/);
  },

  "an address that never was": async () => {
    const reply = await page.goto(`${address}/s/permiso-de-volar`);
    assert.equal(reply.status(), 404);
    assert.match(await page.locator("main").innerText(), /No encontramos esta página/);
  },

  "a reference that is mistyped": async () => {
    await page.goto(`${address}/a`);
    await page.getByLabel("Número de solicitud").fill("7K2Q-M9XT-6");
    await page.getByLabel("Número de documento").fill("45678912");
    await page.getByRole("button", { name: "Ver en qué está" }).click();
    assert.match((await errors(page)).join(), /Revisa tu número de solicitud/);
    assert.equal(await page.getByLabel("Número de solicitud").inputValue(), "7K2Q-M9XT-6");
  },
});

/** Sends the page as it is, or with these answers; it must lead there. */
async function answered(answers, next) {
  await fill(page, answers);
  await goOn(page);
  if (next) assert.equal(at(), next, (await errors(page)).join());
}

/** Sends wrong answers: the page comes back with a summary whose links lead to exactly these fields. */
async function mistaken(answers, fields) {
  const before = at();
  await fill(page, answers);
  await goOn(page);
  assert.equal(at(), before);
  const links = await page.locator(".error-summary a").evaluateAll((all) => all.map((link) => link.getAttribute("href").slice(1)));
  assert.deepEqual(links, fields);
  for (const field of fields) assert.equal(await page.locator(`[id="${field}"]`).count(), 1, `#${field} is on the page`);
}
