/** A citizen's hands: answers are given by the words on the page, as a person finds them. */
import assert from "node:assert/strict";

/** Answers to the transit permit that a person must look at. */
export const CARER = {
  "¿Por qué necesitas salir?": "Cuidar a una persona mayor, enferma o con discapacidad",
  "Documento de identidad": { "Tipo de documento": "DNI", Número: "45678912" },
  "Nombres y apellidos": "María Ñusta Quispe Huamán",
  "Fecha de nacimiento": { Día: "27", Mes: "3", Año: "1990" },
  "Correo electrónico": "maria@ejemplo.pe",
  "Dónde vives": { Distrito: "Miraflores, Lima, Lima", "Calle y número": "Jr. Las Begonias 123" },
  "Cuéntanos a dónde vas y por qué no puede esperar": "Llevo comida y medicinas a mi madre, que vive sola.",
  "¿Qué días sales?": ["lunes", "jueves"],
  "¿A qué hora sales de casa?": "06:30",
  "¿A qué hora vuelves?": "17:00",
  "¿A qué distrito vas?": { Distrito: "San Isidro, Lima, Lima" },
  "¿Por dónde vas?": "Av. Arequipa",
  "¿Cómo vas?": "En auto o camioneta",
  Placa: "ABC-123",
  "Declaro bajo juramento": true,
};

/** Answers that a rule approves at once. */
export const NURSE = {
  ...CARER,
  "¿Por qué necesitas salir?": "Trabajo: salud y farmacias",
  "RUC de tu empleador": "20131312955",
  "Correo de tu jefe": "jefa@hospital.pe",
  "¿Qué trabajo haces?": "Enfermera",
  "¿Cómo vas?": "A pie o en bicicleta",
};

/** Applies to the end; the reference. */
export async function apply(page, address, service, answers) {
  await toCheck(page, address, service, answers);
  await submit(page);
  return referenceOf(page);
}

/** Fills page after page, up to “check your answers”. */
export async function toCheck(page, address, service, answers) {
  await page.goto(`${address}/s/${service}`);
  await page.getByRole("button", { name: /^Empezar(?! de nuevo)/ }).click();
  for (let pages = 0; !page.url().endsWith("/check"); pages++) {
    assert.ok(pages < 30, `the form has no end: ${page.url()}`);
    await fill(page, answers);
    await goOn(page);
    assert.deepEqual(await errors(page), [], page.url());
  }
}

export const goOn = (page) => page.locator("main").getByRole("button", { name: "Continuar" }).click();
export const submit = (page) => page.getByRole("button", { name: "Enviar solicitud" }).click();
export const errors = (page) => page.locator(".error-summary li").allInnerTexts();
export const referenceOf = async (page) => (await page.locator(".panel .reference").first().innerText()).trim();

/** Answers whatever of these the page asks. */
export async function fill(page, answers) {
  const asked = await page.locator("main :is(label, legend)").allInnerTexts();
  for (const [question, answer] of Object.entries(answers)) {
    if (asked.some((words) => words.trim().startsWith(question))) await give(page.locator("main"), question, answer);
  }
}

async function give(scope, question, answer) {
  if (answer === true) return scope.getByRole("checkbox", { name: question }).check();
  if (typeof answer === "object") return giveParts(scope.getByRole("group", { name: whole(question) }), answer);
  const radio = scope.getByRole("group", { name: whole(question) }).getByRole("radio", { name: answer });
  if ((await radio.count()) > 0) return radio.check();
  const control = scope.getByLabel(whole(question)).and(scope.locator("input, select, textarea"));
  const isSelect = await control.evaluate((element) => element.localName === "select");
  await (isSelect ? control.selectOption({ label: answer }) : control.fill(answer));
}

async function giveParts(group, answer) {
  if (Array.isArray(answer)) for (const choice of answer) await group.getByLabel(choice).check();
  else for (const [label, value] of Object.entries(answer)) await give(group, label, value);
}

/** The label, with “(opcional)” behind it or not. */
const whole = (label) => new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*(\\(opcional\\)\\s*)?$`);
