// The other services that ship, each with its own way to the permit.
import assert from "node:assert/strict";
import { apply } from "../harness/citizen.js";
import { approve, logIn, take } from "../harness/officer.js";
import { codeOf, fetchPaper, wordsOf } from "../harness/paper.js";
import { verdict } from "../harness/scanner.js";
import { story } from "../harness/story.js";
import { newWorld } from "../harness/world.js";

const world = await newWorld();
const { address, people } = world;
const citizen = await world.page({ javaScriptEnabled: false });
const said = (page) => page.locator("main").innerText();
// The day that it is in Lima, where the site's people are: after seven in the evening there it is tomorrow in UTC.
const civil = (date) => Object.fromEntries(
  new Intl.DateTimeFormat("en", { timeZone: "America/Lima", day: "numeric", month: "numeric", year: "numeric" })
    .formatToParts(date)
    .map(({ type, value }) => [type, value]),
);
const day = (date) => {
  const { day: Día, month: Mes, year: Año } = civil(date);
  return { Día, Mes, Año };
};
const daysFromNow = (days) => new Date(Date.now() + days * 24 * 60 * 60 * 1000);

const PERSON = {
  "Documento de identidad": { "Tipo de documento": "DNI", Número: "45678912" },
  "Nombres y apellidos": "Édgar Ñahui Güere",
  "Fecha de nacimiento": { Día: "1", Mes: "12", Año: "1985" },
  "Correo electrónico": "edgar@ejemplo.pe",
  Celular: "987654321",
  "Declaro bajo juramento": true,
};
let reference;

story("A driving licence: two people look at it", {
  "the application is handed in": async () => {
    reference = await apply(citizen, address, "driver-licence-revalidation", {
      ...PERSON,
      "¿Qué licencia tienes?": "A-I (autos particulares)",
      "¿Tu licencia está suspendida o cancelada?": "No",
      Nacionalidad: "Perú",
      "Dónde vives": { Distrito: "Wanchaq, Cusco, Cusco", "Calle y número": "Av. La Cultura 500" },
      "Número de tu certificado de salud": "1234567",
      "Fecha del certificado": day(daysFromNow(-30)),
      "¿El certificado dice que debes usar lentes?": "Sí",
      "¿Dónde recogerás la tarjeta?": "Cusco",
      "Número del recibo de pago": "P-778812",
    });
  },

  "the first officer’s yes is not enough": async () => {
    const olga = await world.page();
    await logIn(olga, address, people.olga);
    await take(olga, address, reference);
    await approve(olga);
    await olga.goto(`${address}/o/cases/${reference}`);
    assert.equal(await olga.getByRole("button", { name: "Aprobar", exact: true }).count(), 0);
    await citizen.goto(`${address}/a/${reference}`);
    assert.match(await said(citizen), /En cola.*Pasó al siguiente paso: Visto bueno/s);
  },

  "a supervisor gives the second, and the confirmation is valid for eight years": async () => {
    const sara = await world.page();
    await logIn(sara, address, people.sara);
    await take(sara, address, reference);
    await approve(sara);
    await holds(["Constancia de revalidación de licencia", "Édgar Ñahui Güere", String(daysFromNow(2922).getFullYear())]);
  },
});

story("A market stall: somebody goes and looks", {
  "a cook with a helper applies": async () => {
    reference = await apply(citizen, address, "market-stall-permit", {
      ...PERSON,
      "¿Qué vendes?": "Comida preparada o bebidas",
      "¿Dónde quieres el puesto?": "Mercado Central",
      "Ancho del puesto en metros": "1.80",
      "¿Desde qué día?": day(new Date()),
      "Hora de inicio": "06:00",
      "Hora de cierre": "14:00",
      "Número de carné de sanidad": "CS-2211",
      "¿Hasta cuándo vale?": day(daysFromNow(200)),
      "Ayudante 1": { "Nombres y apellidos": "Luz Ñahui Ríos", Documento: { "Tipo de documento": "DNI", Número: "40506070" } },
    });
    assert.match(await said(citizen), /Recibimos tu solicitud/);
  },

  "the office checks the papers": async () => {
    const oscar = await world.page();
    await logIn(oscar, address, people.oscar);
    await take(oscar, address, reference);
    await approve(oscar);
  },

  "the inspector saw the stall, and the permit is there": async () => {
    const ines = await world.page();
    await logIn(ines, address, people.ines);
    await take(ines, address, reference);
    await ines.getByLabel(/Nota para el expediente/).fill("El puesto mide 1.80 m.");
    await approve(ines);
    await holds(["Permiso para puesto de venta", "Édgar Ñahui Güere", "Mercado Central"]);
  },
});

/** The citizen's permit is on paper with these words, and its code is valid on any phone. */
async function holds(words) {
  await citizen.goto(`${address}/a/${reference}`);
  assert.match(await said(citizen), /Aprobada.*Tu permiso/s);
  const paper = await fetchPaper(world, citizen.getByRole("link", { name: "Descargar el permiso" }));
  const printed = await wordsOf(paper);
  for (const word of words) assert.ok(printed.includes(word), `${word} in ${printed}`);
  const anybody = await world.page();
  await anybody.goto((await codeOf(paper)).text);
  assert.equal((await verdict(anybody)).verdict, "valid");
}
