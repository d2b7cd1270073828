/** `chasqui serve` as an administrator runs it, in a folder of its own. */
import { spawn } from "node:child_process";
import { on, once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PATIENCE } from "./browser.js";
import { program, root } from "./demo.js";

/** Starts it with these settings over the usual ones, and waits until it answers. */
export async function serve(world, port, settings) {
  const folder = await mkdtemp(join(tmpdir(), "chasqui-serve-"));
  const address = `http://127.0.0.1:${port}`;
  const env = { PATH: process.env.PATH, CHASQUI_LISTEN: `127.0.0.1:${port}`, CHASQUI_BASE_URL: address, CHASQUI_SERVICES: join(root, "forms"), CHASQUI_SECOND_FACTOR_ROLES: "", CHASQUI_EXEMPT_NETWORKS: "127.0.0.0/8", ...settings };
  const server = spawn(program, ["serve"], { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
  const log = createInterface({ input: server.stderr });
  const gone = once(server, "exit");
  world.leave(async () => {
    server.kill("SIGTERM");
    await gone;
    await rm(folder, { recursive: true, force: true });
  });
  while (!(await ready(address))) {
    if (server.exitCode !== null) throw new Error("the server did not start");
  }
  return {
    address,
    /** Lets somebody in at the command line, as whoever holds the machine does. */
    async employ({ name, email, password, roles }) {
      const grants = roles.flatMap((role) => ["--grant", role]);
      const adding = spawn(program, ["people", "add", "--name", name, "--email", email, ...grants], { cwd: folder, env, stdio: ["pipe", "ignore", "inherit"] });
      adding.stdin.end(`${password}\n`);
      const [code] = await once(adding, "exit");
      if (code !== 0) throw new Error(`${email} was not added`);
    },
    /** Waits until its log says so. */
    async says(words) {
      for await (const [line] of on(log, "line", { signal: AbortSignal.timeout(PATIENCE) })) if (words.test(line)) return;
    },
  };
}

const ready = (address) => fetch(`${address}/readyz`).then(({ ok }) => ok, () => false);
