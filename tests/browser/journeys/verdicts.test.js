// What a police officer sees, hears and feels at each verdict; and what happens when it is no permit at all.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newCamera } from "../harness/camera.js";
import { enter, revoke } from "../harness/officer.js";
import { assertSuitsEverybody } from "../harness/page.js";
import { codeOf, newPermit } from "../harness/paper.js";
import { scan, scanNext } from "../harness/scanner.js";
import { SAMPLES, bundleScreens } from "../harness/verdict-samples.js";
import { newWorld } from "../harness/world.js";

const PHONE = { width: 360, height: 640 };
/** A finger in a glove. */
const LEAST_TARGET = 48;
/** One of each verdict, and the valid one that nobody could confirm. */
const VERDICTS = Object.keys(SAMPLES).filter((name) => !name.includes(","));
/** Where pictures of all screens are to be put, to be looked at: by nobody, unless told. */
const PICTURES = process.env.CHASQUI_PICTURES;

const world = await newWorld();
const { address } = world;
const drawing = await bundleScreens();
const camera = await newCamera(world);

/** The scanner in a language and a light, ready to draw samples. */
async function scanner(language, light = "day") {
  const page = await world.page({ colorScheme: light === "night" ? "dark" : "light", viewport: PHONE, serviceWorkers: "block" });
  await page.goto(`${address}/v?lang=${language}`);
  await page.locator("#scan-preferences").waitFor();
  await page.evaluate(drawing);
  return page;
}

async function draw(page, name) {
  await page.setViewportSize(PHONE);
  await page.evaluate((sample) => globalThis.drawVerdict(sample), SAMPLES[name]);
}

for (const [language, light] of [["es", "day"], ["es", "night"], ["en", "day"], ["qu", "night"]]) {
  test(`every verdict suits everybody (${language}, ${light})`, async (t) => {
    const page = await scanner(language, light);
    for (const name of language === "es" ? Object.keys(SAMPLES) : VERDICTS) {
      await t.test(name, async () => {
        await draw(page, name);
        if (PICTURES) await photograph(page, `${PICTURES}/${language}-${light}-${name.replace(/\W+/g, "-")}`);
        await assertInReach(page);
        await assertSuitsEverybody(page);
        await assertGrows(page);
      });
    }
  });
}

test("verdicts differ in colour, in shape and in words, in every language and light", async () => {
  for (const [language, light] of [["es", "day"], ["en", "night"], ["qu", "day"]]) {
    const page = await scanner(language, light);
    const seen = [];
    for (const name of VERDICTS) {
      await draw(page, name);
      seen.push(await page.locator("#scan-verdict .verdict").evaluate((screen) => ({
        ground: getComputedStyle(screen).getPropertyValue("--sign"),
        shape: screen.querySelector("svg").innerHTML,
        word: screen.querySelector("h1").textContent,
        next: screen.querySelector(".verdict-next").innerText,
      })));
    }
    for (const sign of ["ground", "shape", "word"]) assert.equal(new Set(seen.map((screen) => screen[sign])).size, VERDICTS.length, sign);
    for (const { word, next } of seen) assert.ok(word && next.trim().length > 10, `${word}: ${next}`);
  }
});

test("who, what and where are on the screen; outside its hours it says so", async () => {
  const page = await scanner("es");
  const words = async (name) => {
    await draw(page, name);
    return (await page.locator("#scan-verdict").innerText()).replace(/\s+/g, " ");
  };
  assert.match(await words("valid"), /María Ñusta Quispe Huamán DNI termina en 5678 Vehículo X3A-452 Dónde vale Cusco San Sebastián Horario De 06:00 a 20:00 Vence En 1 día y 10 horas/);
  assert.match(await words("valid, outside its hours"), /VÁLIDO.*Fuera de su horario. Hora actual: 23:00/);
  assert.match(await words("valid, for the public"), /No prueba nada ante la autoridad que verifica permisos/);
  assert.doesNotMatch(await words("valid"), /público|Fuera de su horario/);
  assert.match(await words("unconfirmed"), /SIN CONFIRMAR.*hace 3 días. El límite aquí es de 1 día/);
  assert.match(await words("valid, no list"), /SIN CONFIRMAR.*no tiene la lista/);
  assert.match(await words("unknown-issuer, look-alike"), /manda los teléfonos a https:\/\/permisos-oficiales-gob-pe\.example\.com/);
});

test("a night phone is dark from the first moment, and stays so at every scan", async () => {
  const page = await scanner("es", "day");
  assert.ok(await brightness(page) > 0.9);
  await page.getByText("Ajustes", { exact: true }).click();
  await page.getByLabel("Noche").check();
  assert.ok(await brightness(page) < 0.1, "at once");
  await page.addInitScript(() => addEventListener("DOMContentLoaded", () => (globalThis.first = document.documentElement.dataset.light)));
  await page.reload();
  assert.equal(await page.evaluate(() => globalThis.first), "night", "before anything is drawn");
  await page.locator("#scan-preferences").waitFor();
  assert.ok(await page.getByLabel("Noche").isChecked(), "remembered");
  await page.evaluate(drawing);
  for (const name of VERDICTS) {
    await draw(page, name);
    assert.ok(await brightness(page, ".verdict-head") < 0.1, name);
  }
  await page.goto(`${address}/v/number`);
  assert.ok(await brightness(page) < 0.1, "the check by number too");
});

test("a phone’s own dark screen is followed, unless its owner chose", async () => {
  const page = await scanner("en", "night");
  assert.ok(await brightness(page) < 0.1);
  await page.emulateMedia({ colorScheme: "light" });
  await brightens(page, "the sun rises");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByText("Settings", { exact: true }).click();
  await page.getByLabel("Day").check();
  assert.ok(await brightness(page) > 0.9);
});

test("Quechua is offered at the scanner; whoever reads it has Spanish elsewhere", async () => {
  const page = await world.page({ locale: "qu-PE" });
  for (const [path, language, offered] of [["/v", "qu", 3], ["/v/number", "qu", 3], ["/", "es-PE", 2], ["/s/transit-permit", "es-PE", 2], ["/nowhere", "es-PE", 2]]) {
    await page.goto(address + path);
    assert.equal(await page.locator("html").getAttribute("lang"), language, path);
    assert.equal(await page.locator(".language :is(a, button)").count(), offered, path);
  }
});

test("what is held out in place of a permit is named, with what to do", async (t) => {
  const phone = await world.page({ camera: camera.file });
  await listen(phone);
  const { text: good } = await permitOnPaper();
  const cases = [
    [good.replace(/^.*\/v#/, "https://permisos-gob-pe.example.com/v#"), "unknown-issuer", /manda los teléfonos a https:\/\/permisos-gob-pe\.example\.com/, /^stop$/],
    ["https://example.com/menu", "not-a-permit", /dirección web.*https:\/\/example\.com.*No la abras/, /^nothing$/],
    ["BEGIN:VCARD\nVERSION:3.0\nN:Quispe;Ana\nTEL:999888777\nEND:VCARD", "not-a-permit", /tarjeta de contacto.*Pide el permiso/, /^nothing$/],
    ["WIFI:S:casa;T:WPA;P:12345678;;", "not-a-permit", /red wifi.*No te conectes/, /^nothing$/],
    ["HC1:6BFOXN%TS3DH0YOJ58S S-W5HDC *M0II5XHC9B5G2+$N IOP-IA%NFQGRJPC%OQHIZC4.OI1RM8ZA", "not-a-permit", /certificado de salud.*No reemplaza/, /^nothing$/],
    ["M1QUISPE/ANA MARIA    EABC123 LIMCUZLA 2025 326Y012A0034 100", "not-a-permit", /tarjeta de embarque.*No reemplaza/, /^nothing$/],
    ["00020101021226370009SV.000011012301520454115802PE5912BODEGA ANITA6004LIMA6304A1B2", "not-a-permit", /código para pagar.*No pagues nada/, /^nothing$/],
    ["Vale por un almuerzo", "not-a-permit", /un texto o un número.*Pide el permiso/, /^nothing$/],
    [good.slice(0, -20), "not-a-permit", /cortado o dañado.*escribe el número/, /^nothing$/],
    // By night it is outside its hours, and then it does not sound good.
    [good, "valid", /María Ñusta Quispe Huamán/, /^(good|careful)$/],
  ];
  await phone.goto(`${address}/v`);
  for (const [text, expected, words, signal] of cases) {
    await t.test(text.slice(0, 40), async () => {
      await camera.showText(text);
      await phone.evaluate(() => (globalThis.heard = { tones: [], buzzes: [] }));
      const seen = await scanNext(phone);
      assert.equal(seen.verdict, expected);
      assert.match(seen.words.replace(/\s+/g, " "), words);
      assert.match(await phone.locator("#scan-verdict .verdict").getAttribute("data-signal"), signal);
      const { tones, buzzes } = await phone.evaluate(() => globalThis.heard);
      assert.ok(buzzes.length > 0, "it is felt");
      assert.ok(tones.length > 0, "it sounds");
    });
  }
  await t.test("turned off, it is silent, also tomorrow", async () => {
    await phone.goto(`${address}/v`);
    await phone.getByText("Ajustes", { exact: true }).click();
    await phone.getByLabel("Sonido y vibración").uncheck();
    await scan(phone, address);
    assert.deepEqual(await phone.evaluate(() => globalThis.heard), { tones: [], buzzes: [] });
  });
  await phone.context().close();
});

test("a permit that is revoked while it is looked at is heard of too", async () => {
  const phone = await world.page({ camera: camera.file });
  await listen(phone);
  const { text, number } = await permitOnPaper();
  await camera.showText(text);
  await scan(phone, address);
  const before = await phone.evaluate(() => globalThis.heard.buzzes.length);
  const officer = await world.page();
  await enter(officer, address, world.people.sara);
  await revoke(officer, address, number, "Lo usaba otra persona.");
  await phone.locator("#scan-verdict").getByRole("button", { name: "Actualizar" }).click();
  await phone.locator('#scan-verdict .verdict[data-verdict="revoked"]').waitFor();
  assert.ok(await phone.evaluate((count) => globalThis.heard.buzzes.slice(count).some(([first]) => first === 450), before));
});

test("without a camera each cause has its sentence", async (t) => {
  const causes = [
    ["NotAllowedError", /permite la cámara/],
    ["NotFoundError", /No encontramos una cámara/],
    ["NotReadableError", /Cierra otras aplicaciones/],
  ];
  for (const [name, sentence] of causes) {
    await t.test(name, async () => {
      const page = await world.page();
      await page.addInitScript((name) => (MediaDevices.prototype.getUserMedia = () => Promise.reject(new DOMException("", name))), name);
      await page.goto(`${address}/v`);
      await page.getByRole("button", { name: "Escanear" }).click();
      await page.locator("#scan-notice .warning").waitFor();
      assert.match(await page.locator("#scan-notice").innerText(), sentence);
    });
  }
});

test("the check by number says what to do, and that it proves nothing", async () => {
  const page = await world.page();
  await page.goto(`${address}/v/number`);
  await page.getByLabel("Número de permiso").fill("0000000000-0");
  await page.getByLabel("Últimas cuatro").fill("1234");
  await page.getByRole("button", { name: "Verificar" }).click();
  const words = (await page.locator("main").innerText()).replace(/\s+/g, " ");
  assert.match(words, /NO VÁLIDO.*No prueba nada ante la autoridad que verifica permisos.*Compara otra vez el número/);
  await assertSuitsEverybody(page);
});

/** The way on is under the thumb without scrolling, and no target is too small for a glove. */
async function assertInReach(page) {
  const again = page.locator("#scan-verdict [data-action=again]");
  const box = await again.boundingBox();
  assert.ok(box.y + box.height <= PHONE.height && box.y > PHONE.height / 2, `the way on is at ${box.y}`);
  const targets = await page.locator("#scan-verdict :is(button, summary, a):visible").evaluateAll((all) =>
    all.map((target) => ({ words: target.innerText, height: target.getBoundingClientRect().height })));
  assert.ok(targets.length > 0);
  for (const { words, height } of targets) assert.ok(height >= LEAST_TARGET, `${words} is ${height} px high`);
}

/** Letters twice as large still fit, and nothing is cut off. */
async function assertGrows(page) {
  await page.setViewportSize(PHONE);
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.evaluate(() => (document.documentElement.style.fontSize = ""));
  assert.ok(wide <= PHONE.width, `${wide} px wide with letters of 200 %`);
}

async function photograph(page, name) {
  for (const [width, height] of [[360, 640], [1440, 900]]) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `${name}-${width}.png` });
  }
  await page.setViewportSize(PHONE);
}

/** From 0 (black) to 1 (white): what is behind the words. */
async function brightness(page, selector = "body") {
  return page.locator(selector).first().evaluate((element) => {
    const [red, green, blue] = getComputedStyle(element).backgroundColor.match(/\d+/g).map(Number);
    return (red + green + blue) / 765;
  });
}

/** The page turns bright by itself. */
async function brightens(page, when) {
  const bright = () => {
    const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number);
    return (red + green + blue) / 765 > 0.9;
  };
  await page.waitForFunction(bright).catch((cause) => assert.fail(`${when}: ${cause}`));
}

/** Notes what the page plays and how it shakes, in place of doing so. */
async function listen(page) {
  await page.addInitScript(() => {
    globalThis.heard = { tones: [], buzzes: [] };
    navigator.vibrate = (pattern) => globalThis.heard.buzzes.push(pattern);
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) {
      globalThis.heard.tones.push(this.frequency.value);
      return start.apply(this, when);
    };
  });
}

/** A real permit: its code's text and its number. */
async function permitOnPaper() {
  const { number, paper } = await newPermit(world);
  return { text: (await codeOf(paper)).text, number };
}
