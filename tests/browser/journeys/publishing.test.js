// An owner changes tonight's rule on the site that runs.
import assert from "node:assert/strict";
import { enter } from "../harness/officer.js";
import { story } from "../harness/story.js";
import { newWorld } from "../harness/world.js";

const world = await newWorld();
const { address, people } = world;
// Everything works without scripts.
const owner = await world.page({ javaScriptEnabled: false });
const citizen = await world.page({ javaScriptEnabled: false });
const said = (page) => page.locator("main").innerText();
const service = `${address}/admin/services/transit-permit`;

/** Writes another file into the field, as it stands there but for one edit. */
async function edit(from, to) {
  const field = owner.getByLabel("Archivo del servicio (YAML)");
  const source = await field.inputValue();
  assert.ok(source.includes(from), from);
  await field.fill(source.replace(from, to));
}

story("From 36 hours to 48, in one edit", {
  "the owner opens the file as it was written, comments and all": async () => {
    await enter(owner, address, people.duena);
    await owner.goto(`${service}/file`);
    assert.match(await owner.getByLabel("Archivo del servicio (YAML)").inputValue(), /^# /);
  },

  "a slip of the pen is shown with its line, and what was written is still there": async () => {
    await edit("valid: 36h", "valid: 48 parsecs");
    await owner.getByRole("button", { name: "Revisar" }).click();
    assert.match(await said(owner), /El archivo todavía tiene errores[^]*service\.yaml:\d+:\d+/);
    assert.equal(await owner.getByRole("button", { name: "Publicar", exact: true }).count(), 0);
  },

  "what is right shows what changes and whom it touches, and nothing is published yet": async () => {
    await edit("valid: 48 parsecs", "valid: 48h");
    await owner.getByRole("button", { name: "Revisar" }).click();
    assert.match(await said(owner), /permit › valid\s+36h\s+48h[^]*A quién afecta/);
    await citizen.goto(`${address}/s/transit-permit`);
    assert.match(await said(citizen), /36 horas/);
  },

  "published, it is what the next citizen reads": async () => {
    await owner.getByRole("button", { name: "Publicar", exact: true }).click();
    await owner.getByText("Publicado.").waitFor();
    await citizen.goto(`${address}/s/transit-permit`);
    assert.match(await said(citizen), /48 horas/);
  },

  "the version of before is two clicks away": async () => {
    await owner.goto(service);
    const rows = owner.locator("main tbody tr");
    await rows.filter({ hasNotText: "Vigente" }).getByRole("link").click();
    await owner.getByRole("button", { name: "Volver a esta versión" }).click();
    await owner.getByText("Publicado.").waitFor();
    await citizen.goto(`${address}/s/transit-permit`);
    assert.match(await said(citizen), /36 horas/);
  },
});

story("A pause", {
  "says to the public what the owner wrote, and nobody begins": async () => {
    await owner.goto(service);
    await owner.getByLabel("Mensaje en español").fill("El sistema descansa esta noche.");
    await owner.getByLabel("Mensaje en inglés").fill("The system rests tonight.");
    await owner.getByRole("button", { name: "Poner el servicio en pausa" }).click();
    await owner.getByText("En pausa. Nadie puede empezar una solicitud.").waitFor();
    await citizen.goto(`${address}/s/transit-permit`);
    assert.match(await said(citizen), /El sistema descansa esta noche\./);
    assert.equal(await citizen.locator("a[href$='/apply'], form[action$='/apply']").count(), 0);
  },

  "ends when the owner opens it again": async () => {
    await owner.getByRole("button", { name: "Abrirlo de nuevo" }).click();
    await owner.getByText("El servicio recibe solicitudes otra vez.").waitFor();
    await citizen.goto(`${address}/s/transit-permit`);
    assert.ok((await citizen.locator("a[href$='/apply'], form[action$='/apply']").count()) > 0);
  },
});
