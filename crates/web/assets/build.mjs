// Builds what the browser gets into dist/. Nothing built is committed; the server adds a hash to each address.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { drawIcons } from "./icons.mjs";

const dist = new URL("dist/", import.meta.url);
const source = (name) => new URL(`src/${name}`, import.meta.url).pathname;
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
// Phones of 2020 and later; BigInt (a permit's digits) is the oldest thing that cannot be done without. What they can call is in
// tsconfig.browser.json, which holds the scripts without their tests to it.
const target = ["chrome86", "safari14.1", "firefox90"];
const common = { bundle: true, minify: true, target, write: false, charset: "utf8", legalComments: "none", logLevel: "warning" };

/** What a phone fetches before its first scan. */
const FIRST = {
  "verify.css": { entry: "styles/verify.css" },
  "v-light.js": { entry: "verify/light-first.ts", format: "iife" },
  "verify.js": { entry: "verify/page.ts", format: "esm" },
  "v-decoder.js": { entry: "verify/decoder.ts", format: "iife" },
  "v-sw.js": { entry: "verify/service-worker.ts", format: "iife" },
};
/** What comes behind its back, or never: the other pages' styles, the better decoder, the enrolled phone's part, officers' passkeys. */
const LATER = {
  "chasqui.css": { entry: "styles/chasqui.css" },
  "office.css": { entry: "styles/office.css" },
  "v-zxing.js": { entry: "verify/zxing.ts", format: "iife" },
  "v-device.js": { entry: "device/device.ts", format: "esm" },
  "v-device.css": { entry: "styles/device.css" },
  "passkey.js": { entry: "passkeys/page.ts", format: "esm" },
};
const LIMITS = { "chasqui.css": 5_000, scanner: 60_000 };

const files = new Map();
for (const [name, { entry, format }] of Object.entries({ ...FIRST, ...LATER })) {
  const { outputFiles } = await build({ ...common, entryPoints: [source(entry)], ...(format ? { format } : {}) });
  files.set(name, Buffer.from(outputFiles[0].contents));
}
const icon = readFileSync(source("icon.svg"));
files.set("icon.svg", icon);
for (const [name, picture] of drawIcons(icon.toString())) files.set(name, picture);
files.set("v-zxing.wasm", readFileSync(new URL("node_modules/zxing-wasm/dist/reader/zxing_reader.wasm", import.meta.url)));

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const manifest = {};
for (const [name, bytes] of files) {
  const gzip = gzipSync(bytes, { level: 9 });
  writeFileSync(new URL(name, dist), bytes);
  // Pictures are compressed already.
  if (!name.endsWith(".png")) {
    writeFileSync(new URL(`${name}.gz`, dist), gzip);
    writeFileSync(new URL(`${name}.br`, dist), brotliCompressSync(bytes));
  }
  manifest[name] = { sha256: sha256(bytes), bytes: bytes.length, gzip: gzip.length };
}
writeFileSync(new URL("manifest.json", dist), JSON.stringify(manifest, null, 2) + "\n");

for (const [name, { bytes, gzip }] of Object.entries(manifest)) {
  console.log(`${name.padEnd(20)} ${String(bytes).padStart(7)} B  ${String(gzip).padStart(6)} B gz`);
}
const first = [...Object.keys(FIRST), "icon.svg"].reduce((sum, name) => sum + manifest[name].gzip, 0);
console.log(`${"first scan, all told".padEnd(20)} ${"".padStart(7)}    ${String(first).padStart(6)} B gz`);
if (manifest["chasqui.css"].gzip > LIMITS["chasqui.css"] || first > LIMITS.scanner) {
  console.error("too heavy: see the limits in build.mjs");
  process.exit(1);
}
