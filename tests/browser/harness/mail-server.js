/** A real mail server in a process of its own (aiosmtpd, from PyPI into a private folder). */
import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PATIENCE } from "./browser.js";
import { pythonOf } from "./python.js";

const here = new URL("../mail-server/", import.meta.url).pathname;

export async function newMailServer(world) {
  const python = await pythonOf(here);
  const folder = await mkdtemp(join(tmpdir(), "chasqui-smtp-"));
  world.leave(() => rm(folder, { recursive: true, force: true }));
  const port = await freePort();
  const happenings = [];
  const arrivals = new EventEmitter();
  let server;
  world.leave(async () => server?.kill());
  return {
    port,
    /** The certificate of the authority that vouches for it. */
    authority: join(folder, "ca.pem"),
    happenings,
    async start() {
      server = spawn(python, [join(here, "server.py"), folder, String(port)], { stdio: ["ignore", "pipe", "inherit"] });
      const lines = createInterface({ input: server.stdout });
      lines.on("line", (line) => arrivals.emit("happening", happenings.push(JSON.parse(line))));
      await once(lines, "line");
    },
    async stop() {
      server.kill();
      await once(server, "exit");
    },
    /** The first letter that this holds of, once it has come. */
    async letter(holds) {
      const deadline = AbortSignal.timeout(PATIENCE);
      for (;;) {
        const found = happenings.find(({ letter }) => letter && holds(letter));
        if (found) return found.letter;
        await once(arrivals, "happening", { signal: deadline });
      }
    },
  };
}

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
