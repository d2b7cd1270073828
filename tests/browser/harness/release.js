/** Releases of the scanner: a server in front of the demo that changes its scripts and their addresses, as a new build would. */
import { createHash } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";

const SCRIPTS = ["verify.js", "v-decoder.js"];

export async function newRelease(world) {
  let [pages, scripts] = [1, 1];
  const [seen, happenings] = [new Set(), new EventEmitter()];
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  world.leave(() => (server.closeAllConnections(), server.close()));
  const marked = async (name, release) => `${await (await fetch(world.address + addressOf(name))).text()}\n// release ${release}`;
  const addressOf = (name) => (name.startsWith("v-") ? `/${name}` : `/assets/${name}`);
  const hash = (text) => createHash("sha256").update(text).digest("hex").slice(0, 12);
  return {
    address: `http://127.0.0.1:${port}`,
    /** From now on pages are of one release, and scripts, whatever they are asked for by, of another. */
    publish(next) {
      ({ pages, scripts } = next);
      seen.clear();
    },
    /** Waits until a path was asked for since. */
    async asked(path) {
      while (!seen.has(path)) await once(happenings, "asked");
    },
    /** Does this without a server. */
    async gone(action) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await action();
    },
    back: () => server.listen(port, "127.0.0.1"),
  };

  /** What was asked for before a release came is answered by the one before. */
  async function answer({ url, headers: { host, connection, "accept-encoding": _, ...headers } }, response) {
    const now = { pages, scripts };
    const path = new URL(url, world.address).pathname;
    const script = SCRIPTS.find((name) => addressOf(name) === path);
    const theirs = await fetch(world.address + (script ? path : url), { headers });
    const type = theirs.headers.get("content-type") ?? "";
    const isPage = path === "/v" && type.startsWith("text/html");
    const body = script ? await marked(script, now.scripts) : isPage ? await rewritten(await theirs.text(), now.pages) : Buffer.from(await theirs.arrayBuffer());
    const passed = ["content-type", "content-security-policy", "permissions-policy", "date"].filter((name) => theirs.headers.has(name));
    response.writeHead(theirs.status, Object.fromEntries(passed.map((name) => [name, theirs.headers.get(name)]))).end(body);
    seen.add(path);
    happenings.emit("asked");
  }

  async function rewritten(html, release) {
    for (const name of SCRIPTS) html = html.replace(new RegExp(`${name.replace(".", "\\.")}\\?[0-9a-f]{12}`), `${name}?${hash(await marked(name, release))}`);
    return html.replace("<html ", `<html data-release="${release}" `);
  }
}
