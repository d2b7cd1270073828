/** The permit on paper: the PDF as people's programs see it. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import decodeQR from "qr/decode.js";
import { NURSE_TYPED, applyByPost, newVisitor, wordsOf as wordsOfPage } from "./by-post.js";

const run = promisify(execFile);
const DPI = 200;

/** Follows a link to a PDF as the browser would, with its cookies; the file it was put into. */
export async function fetchPaper(world, link) {
  const href = await link.getAttribute("href");
  const response = await link.page().request.get(new URL(href, world.address).href);
  assert.equal(response.headers()["content-type"], "application/pdf", href);
  return keep(world, await response.body());
}

/** Somebody's permit that a rule approved at once, for stories that begin where one is there: its number, its PDF file and its page's words. */
export async function newPermit(world, typed = NURSE_TYPED) {
  const citizen = newVisitor(world.address);
  const reference = await applyByPost(citizen, "transit-permit", typed);
  const page = wordsOfPage(await (await citizen.get(`/a/${reference}`)).text());
  const response = await citizen.get(`/a/${reference}/permit.pdf`);
  assert.equal(response.headers.get("content-type"), "application/pdf", page);
  const [, number] = /Número de permiso ([0-9A-Z-]+)/.exec(page);
  return { number, page, paper: await keep(world, Buffer.from(await response.arrayBuffer())) };
}

async function keep(world, pdf) {
  const folder = await mkdtemp(join(tmpdir(), "chasqui-paper-"));
  world.leave(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "permit.pdf");
  await writeFile(file, pdf);
  return file;
}

/** What is printed, in the order it was drawn, on one line. */
export const wordsOf = async (pdf) => (await run("pdftotext", ["-raw", pdf, "-"])).stdout.replace(/\s+/g, " ");

/** Rasterises the page, finds the code on it and cuts it out with its quiet zone; the picture's file and the code's text. */
export async function codeOf(pdf) {
  const { found, text } = await findCode(pdf);
  const quietZone = found.width * 0.1;
  const cut = { x: found.x - quietZone, y: found.y - quietZone, W: found.width + 2 * quietZone, H: found.height + 2 * quietZone };
  const picture = await rasterise(pdf, "code", Object.entries(cut).flatMap(([option, pixels]) => [`-${option}`, String(Math.round(pixels))]));
  return { picture, text };
}

/** The middle of the code and its width on the page, in mm. */
export async function placeOf(pdf) {
  const { x, y, width, height } = (await findCode(pdf)).found;
  return [x + width / 2, y + height / 2, width].map((dots) => (dots / DPI) * 25.4);
}

async function findCode(pdf) {
  const page = await rasterise(pdf, "page", []);
  let found;
  const text = decodeQR(readGreymap(await readFile(page)), { pointsOnDetect: (points) => (found = points.boundingBox) });
  return { found, text };
}

async function rasterise(pdf, name, cut) {
  await run("pdftoppm", ["-gray", "-r", String(DPI), "-singlefile", ...cut, pdf, `${pdf}-${name}`]);
  return `${pdf}-${name}.pgm`;
}

/** A PGM picture as the decoder wants it. */
export function readGreymap(file) {
  const [header, width, height] = /^P5\s(\d+)\s(\d+)\s255\s/.exec(file.toString("latin1", 0, 40));
  const grey = file.subarray(header.length);
  const data = new Uint8ClampedArray(grey.length * 4);
  for (let i = 0; i < grey.length; i++) data.fill(grey[i], i * 4, i * 4 + 3).fill(255, i * 4 + 3, i * 4 + 4);
  return { width: Number(width), height: Number(height), data };
}
