// An owner tries a version of a service as a citizen would, and nothing of it counts.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { newCamera } from "../harness/camera.js";
import { CARER, errors, fill, goOn } from "../harness/citizen.js";
import { program } from "../harness/demo.js";
import { enter } from "../harness/officer.js";
import { codeOf, fetchPaper, wordsOf } from "../harness/paper.js";
import { scan, verdict } from "../harness/scanner.js";
import { story } from "../harness/story.js";
import { newWorld } from "../harness/world.js";

const world = await newWorld();
const { address, people } = world;
const camera = await newCamera(world);
// Everything works without scripts, on a narrow phone.
const owner = await world.page({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
const police = await world.page({ camera: camera.file });
const said = (page) => page.locator("main").innerText();
const press = (name) => owner.getByRole("button", { name }).click();
let paper, code;

story("A specimen, from its first page to a paper that no scanner takes", {
  "the owner walks through the citizens’ own pages, with their mistakes, under a strip that says what it is": async () => {
    await enter(owner, address, people.duena);
    await owner.goto(`${address}/admin/services/transit-permit`);
    await owner.getByRole("link", { name: "Pruébalo como ciudadano" }).click();
    await press("Empezar");
    await goOn(owner);
    assert.equal((await errors(owner)).length, 1);
    for (let pages = 0; !owner.url().includes("/form/check"); pages++) {
      assert.ok(pages < 30, `the form has no end: ${owner.url()}`);
      assert.match(await owner.locator("body").innerText(), /Espécimen\. Nada se envía y nada cuenta/);
      await fill(owner, CARER);
      await goOn(owner);
      assert.deepEqual(await errors(owner), [], owner.url());
    }
    assert.match(await said(owner), /María Ñusta Quispe Huamán[^]*No se envía nada/);
  },

  "sees which step it would come to, and in full the letter that would go out": async () => {
    await press("Ver qué pasaría");
    assert.match(await said(owner), /Espera una decisión[^]*Revisión[^]*evaluador/);
    await owner.getByText("Correo a maria@ejemplo.pe").click();
    assert.match(await said(owner), /Hola, María Ñusta Quispe Huamán:[^]*aquí va el enlace a la solicitud/);
  },

  "tries a rejection, takes it back and tries a yes": async () => {
    await owner.getByLabel("Motivo del rechazo").selectOption({ index: 1 });
    await press("La oficina rechaza");
    assert.match(await said(owner), /No se aprueba/);
    await press("Deshacer lo último");
    await press("La oficina aprueba este paso");
    assert.match(await said(owner), /Se aprueba[^]*El permiso valdría desde/);
    const width = await owner.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 360, `${width} pixels wide`);
  },

  "the paper is marked across, and has no number": async () => {
    paper = await fetchPaper(world, owner.getByRole("link", { name: "Ver el permiso en PDF" }));
    const words = await wordsOf(paper);
    assert.ok(words.includes("María Ñusta Quispe Huamán"), words);
    assert.ok(words.replaceAll(" ", "").includes("SPECIMEN/ESPÉCIMEN"), words);
    assert.doesNotMatch(words, /[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]/);
    code = await codeOf(paper);
    assert.equal(code.text, "SPECIMEN: this is not a permit / esto no es un permiso");
  },

  "the command line takes it for no permit": async () => {
    const verified = await promisify(execFile)(program, ["verify", paper]).catch((error) => error);
    assert.equal(verified.code, 1);
    assert.match(verified.stdout, /^not-a-permit/);
  },

  "nor does a police phone": async () => {
    await camera.show(code.picture);
    await scan(police, address);
    assert.equal((await verdict(police)).verdict, "not-a-permit");
  },

  "and no letter was sent": async () => {
    await owner.goto(`${address}/demo/mail`);
    assert.doesNotMatch(await said(owner), /maria@ejemplo\.pe/);
  },
});
