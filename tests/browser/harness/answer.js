/** What every answer must be: light, and closed to whatever is not ours. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";

/** The bytes that come over the wire for a path, headers and all, compressed as a browser asks for it. */
export async function weigh(visitor, path) {
  const headers = { "accept-encoding": "gzip, deflate, br", "accept-language": "es", cookie: visitor.cookiesFor(path) };
  const sent = request(visitor.address + path, { agent: false, headers }).end();
  const [response] = await once(sent, "response");
  assert.equal(response.statusCode, 200, path);
  await response.resume().toArray();
  return response.socket.bytesRead;
}

/** Nothing inline, nobody else's, no frame; scripts where there are any of ours; the camera at the scanner alone. */
export async function assertClosed(visitor, path) {
  const response = await visitor.get(path);
  const header = (name) => response.headers.get(name) ?? "";
  const [policy, permissions] = [header("content-security-policy"), header("permissions-policy")];
  const scans = /^\/v($|[/?-])/.test(path);
  for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "style-src 'self'"]) {
    assert.ok(policy.split("; ").includes(rule), `${rule} in ${policy}`);
  }
  assert.doesNotMatch(policy, /'unsafe-(inline|eval|hashes)'|https?:|\*/);
  assert.equal(policy.includes("'wasm-unsafe-eval'"), scans);
  assert.match(permissions, scans ? /camera=\(self\)/ : /camera=\(\)/);
  assert.equal(header("x-content-type-options"), "nosniff");
  assert.equal(header("referrer-policy"), "same-origin");
  if (header("content-type").startsWith("text/html")) {
    const html = await response.text();
    assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)/i, "nothing inline");
    assert.doesNotMatch(html, /(src|href)="(https?:)?\/\/(?!127\.0\.0\.1)[^"]*\.(js|css|png|svg|woff2?)"/, "nothing from elsewhere");
  }
}
