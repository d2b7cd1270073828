// What can happen to a case besides being approved.
import assert from "node:assert/strict";
import { CARER_TYPED, applyByPost, newVisitor } from "../harness/by-post.js";
import { fill } from "../harness/citizen.js";
import { letter } from "../harness/mail.js";
import { logIn, take } from "../harness/officer.js";
import { story } from "../harness/story.js";
import { newWorld } from "../harness/world.js";

const world = await newWorld();
const { address, people } = world;
const citizen = await world.page({ javaScriptEnabled: false });
const olga = await world.page();
const oscar = await world.page();
await logIn(olga, address, people.olga);
await logIn(oscar, address, people.oscar);

const said = (page) => page.locator("main").innerText();
const openCase = (page, reference) => page.goto(`${address}/o/cases/${reference}`);
let reference;

/** The citizen's browser holds the key of an application that is in; its reference. */
async function applied() {
  const visitor = newVisitor(address);
  const reference = await applyByPost(visitor, "transit-permit", CARER_TYPED);
  await citizen.context().addCookies(visitor.cookies());
  await citizen.goto(`${address}/a/${reference}`);
  return reference;
}

story("A question back, and a rejection", {
  "the officer asks for the explanation again, and must say what is wrong with it": async () => {
    reference = await applied();
    await take(olga, address, reference);
    await olga.getByText("Pedir algo al solicitante").click();
    await olga.getByRole("checkbox", { name: "Explicación" }).or(olga.getByRole("checkbox", { name: /Cuéntanos/ })).check();
    await olga.getByRole("button", { name: "Pedir", exact: true }).click();
    assert.match(await olga.locator(".error-summary").innerText(), /Escribe qué falta/);
    await olga.getByLabel("Qué falta o qué está mal").fill("¿En qué distrito vive tu madre?");
    await olga.getByRole("button", { name: "Pedir", exact: true }).click();
    await openCase(olga, reference);
    assert.match(await said(olga), /Espera respuesta.*Se espera la respuesta del solicitante/s);
  },

  "the citizen reads the question in a letter and on the status page, and answers": async () => {
    await letter(citizen, address, "¿En qué distrito vive tu madre?");
    await citizen.goto(`${address}/a/${reference}`);
    assert.match(await said(citizen), /Te falta responder.*¿En qué distrito vive tu madre\?/s);
    await citizen.getByRole("link", { name: "Responder" }).click();
    const asked = citizen.getByLabel(/Cuéntanos a dónde vas/);
    assert.match(await asked.inputValue(), /Llevo comida/, "what was said before is there to change");
    await asked.fill("");
    await citizen.locator("main").getByRole("button", { name: "Enviar respuestas" }).click();
    assert.equal(await citizen.locator(".error-summary a").count(), 1);
    await fill(citizen, { "Cuéntanos a dónde vas y por qué no puede esperar": "Mi madre vive sola en San Isidro." });
    await citizen.locator("main").getByRole("button", { name: "Enviar respuestas" }).click();
    assert.match(await citizen.locator("h1").innerText(), /En revisión|En cola/);
  },

  "the officer sees the new answer, and a rejection needs a reason": async () => {
    await openCase(olga, reference);
    assert.match(await said(olga), /Mi madre vive sola en San Isidro\./);
    const claim = olga.getByRole("button", { name: "Tomar el caso" });
    if ((await claim.count()) > 0) await claim.click();
    await olga.getByRole("button", { name: "Rechazar", exact: true }).click();
    assert.match(await olga.locator(".error-summary").innerText(), /Elige el motivo del rechazo/);
    await olga.getByLabel("Motivo del rechazo").selectOption({ label: "Lo que explicaste no alcanza para decidir." });
    await olga.getByLabel("Nota para el solicitante").fill("Di también a qué hora.");
    await olga.getByRole("button", { name: "Rechazar", exact: true }).click();
    await openCase(olga, reference);
    assert.match(await said(olga), /Rechazado/);
  },

  "the citizen reads why, and appeals to another person": async () => {
    await letter(citizen, address, "Lo que explicaste no alcanza para decidir.");
    await citizen.goto(`${address}/a/${reference}`);
    assert.match(await said(citizen), /No fue aprobada.*no alcanza para decidir/s);
    await citizen.getByRole("link", { name: "Apelar" }).click();
    await citizen.getByLabel("Por qué no estás de acuerdo").fill("La hora está en mi solicitud.");
    await citizen.getByRole("button", { name: "Enviar apelación" }).click();
    assert.match(await citizen.locator("h1").innerText(), /En cola/);
    await openCase(olga, reference);
    assert.equal(await olga.getByRole("button", { name: "Aprobar", exact: true }).count(), 0, "she has decided already");
  },
});

story("Two officers open one case", {
  "who comes second is told so in words, and nothing is overwritten": async () => {
    reference = await applied();
    await openCase(olga, reference);
    await openCase(oscar, reference);
    await olga.getByRole("button", { name: "Tomar el caso" }).click();
    await oscar.getByRole("button", { name: "Tomar el caso" }).click();
    assert.match(await said(oscar), /Alguien llegó antes/);
    assert.match(await said(oscar), /Lo tiene Olga Quispe\./);
    assert.equal(await oscar.getByRole("button", { name: "Aprobar", exact: true }).count(), 0);
  },

  "a decision from a page that is out of date changes nothing": async () => {
    const second = await olga.context().newPage();
    await openCase(second, reference);
    await openCase(olga, reference);
    await olga.getByRole("button", { name: "Devolver a la cola" }).click();
    await second.getByRole("button", { name: "Aprobar", exact: true }).click();
    assert.match(await said(second), /Alguien llegó antes/);
    await citizen.goto(`${address}/a/${reference}`);
    assert.match(await citizen.locator("h1").innerText(), /En cola/);
  },

  "the citizen withdraws, and the officer who looks at it is told": async () => {
    await openCase(oscar, reference);
    await citizen.getByRole("link", { name: "Retirar mi solicitud" }).click();
    await citizen.getByRole("button", { name: "Retirar mi solicitud" }).click();
    assert.match(await citizen.locator("h1").innerText(), /La retiraste/);
    await oscar.getByRole("button", { name: "Tomar el caso" }).click();
    assert.match(await said(oscar), /Alguien llegó antes|ya está cerrada/);
  },

  "after logging out nothing of the office opens": async () => {
    await openCase(olga, reference);
    await olga.getByRole("button", { name: /^Salir/ }).click();
    await openCase(olga, reference);
    await olga.getByLabel("Contraseña").waitFor();
  },
});
