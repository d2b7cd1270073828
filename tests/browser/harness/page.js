/** What every page must be: accessible, light, closed. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const PHONES = [320, 360];

/** No rule of WCAG 2.2 AA that a program can judge is broken, and nothing sticks out on the narrowest phones. */
export async function assertSuitsEverybody(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const { violations } = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }), WCAG);
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`), []);
  for (const width of PHONES) {
    await page.setViewportSize({ width, height: 640 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${wide} px wide on a screen of ${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 720 });
}

/** The bytes that come over the wire for an address, headers and all, compressed as a browser asks for it. */
export async function weigh(page, url) {
  const sent = request(url, { agent: false, headers: { "accept-encoding": "gzip, deflate, br", cookie: await cookies(page, url) } }).end();
  const [response] = await once(sent, "response");
  assert.equal(response.statusCode, 200, url);
  await response.resume().toArray();
  return response.socket.bytesRead;
}

/** Nothing inline, nobody else's, no frame; scripts where there are any of ours; the camera at the scanner alone. */
export async function assertClosed(page, url) {
  const response = await page.request.get(url, { maxRedirects: 0 });
  const { "content-security-policy": policy = "", "permissions-policy": permissions = "", ...headers } = response.headers();
  const path = new URL(url).pathname;
  const scans = path === "/v" || path.startsWith("/v/") || path.startsWith("/v-");
  for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "style-src 'self'"]) {
    assert.ok(policy.split("; ").includes(rule), `${rule} in ${policy}`);
  }
  assert.doesNotMatch(policy, /'unsafe-(inline|eval|hashes)'|https?:|\*/);
  assert.equal(policy.includes("'wasm-unsafe-eval'"), scans);
  assert.match(permissions, scans ? /camera=\(self\)/ : /camera=\(\)/);
  assert.equal(headers["x-content-type-options"], "nosniff");
  assert.equal(headers["referrer-policy"], "no-referrer");
  if (headers["content-type"]?.startsWith("text/html")) {
    const html = await response.text();
    assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)/i, "nothing inline");
    assert.doesNotMatch(html, /(src|href)="(https?:)?\/\/(?!127\.0\.0\.1)[^"]*\.(js|css|png|svg|woff2?)"/, "nothing from elsewhere");
  }
}

const cookies = async (page, url) => (await page.context().cookies(url)).map(({ name, value }) => `${name}=${value}`).join("; ");
