// Builds what the browser gets into dist/. Nothing built is committed; the server adds a hash to each address.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const dist = new URL("dist/", import.meta.url);
const source = (name) => new URL(`src/${name}`, import.meta.url).pathname;
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
// Phones of 2020 and later; BigInt (a permit's digits) is the oldest thing that cannot be done without.
const target = ["chrome86", "safari14.1", "firefox90"];
const common = { bundle: true, minify: true, target, write: false, charset: "utf8", legalComments: "none", logLevel: "warning" };

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

const files = new Map();
const bundle = async (name, options) => {
  const { outputFiles } = await build({ ...common, ...options });
  files.set(name, Buffer.from(outputFiles[0].contents));
};

await bundle("chasqui.css", { entryPoints: [source("styles/chasqui.css")] });
if (existsSync(source("verify/page.ts"))) {
  const script = { format: "esm" };
  await bundle("verify.js", { ...script, entryPoints: [source("verify/page.ts")] });
  await bundle("v-device.js", { ...script, entryPoints: [source("device/device.ts")] });
  await bundle("v-decoder.js", { format: "iife", entryPoints: [source("verify/decoder.ts")] });
  // The worker's cache is named after everything it caches, so that no phone ever holds half of two versions.
  const version = sha256([...files.values()].map(sha256).join("")).slice(0, 16);
  await bundle("v-sw.js", { format: "iife", entryPoints: [source("verify/service-worker.ts")], define: { VERSION: JSON.stringify(version) } });
}

files.set("icon.svg", readFileSync(source("icon.svg")));

const manifest = {};
for (const [name, bytes] of files) {
  writeFileSync(new URL(name, dist), bytes);
  manifest[name] = { sha256: sha256(bytes), bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
}
writeFileSync(new URL("manifest.json", dist), JSON.stringify(manifest, null, 2) + "\n");

const limits = { "chasqui.css": 5_500, scanner: 60_000 };
// What comes later: the enrolled phone's part.
const later = ["v-device.js"];
let total = 0;
for (const [name, { bytes, gzip }] of Object.entries(manifest)) {
  if (!later.includes(name)) total += gzip;
  console.log(`${name.padEnd(20)} ${String(bytes).padStart(7)} B  ${String(gzip).padStart(6)} B gz`);
}
console.log(`${"first scan, all told".padEnd(20)} ${"".padStart(7)}    ${String(total).padStart(6)} B gz`);
if (manifest["chasqui.css"].gzip > limits["chasqui.css"] || total > limits.scanner) {
  console.error("too heavy: see the limits in build.mjs");
  process.exit(1);
}
