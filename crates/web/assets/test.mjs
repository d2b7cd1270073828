// Bundles the tests (Node 20 reads no TypeScript) into a temporary folder and runs them with node --test.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folders = ["src/styles/", "src/verify/", "src/device/", "src/passkeys/"].map((name) => new URL(name, import.meta.url).pathname);
const out = mkdtempSync(join(tmpdir(), "chasqui-assets-"));
const tests = folders.flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith(".test.ts")).map((name) => join(folder, name)));
await build({
  entryPoints: tests,
  outdir: out, outbase: new URL("src/", import.meta.url).pathname, outExtension: { ".js": ".mjs" }, bundle: true, platform: "node", format: "esm", sourcemap: "inline", logLevel: "warning",
});
const bundles = readdirSync(out, { recursive: true }).filter((name) => name.endsWith(".test.mjs")).map((name) => join(out, name));
const { status } = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...bundles], { stdio: "inherit" });
rmSync(out, { recursive: true });
process.exit(status ?? 1);
