/** The program itself: `chasqui demo` on a free port, with its data in a folder that goes away with it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export const root = new URL("../../../", import.meta.url).pathname;
export const program = process.env.CHASQUI_PROGRAM ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/chasqui");

/** Starts it and reads what it prints: its address, and the people with their passwords. */
export async function startDemo() {
  const folder = await mkdtemp(join(tmpdir(), "chasqui-demo-"));
  const server = spawn(program, ["demo", "--port", "0", "--data", folder], { stdio: ["ignore", "pipe", "inherit"] });
  const gone = once(server, "exit");
  const { address, people } = await announced(server);
  return {
    address,
    /** By the name before the @: `{ email, password, roles }`. */
    people,
    /** As a machine that loses its power: nothing is said to anybody. */
    async kill() {
      server.kill("SIGKILL");
      await gone;
    },
    async stop() {
      if (server.exitCode === null && server.signalCode === null) server.kill("SIGTERM");
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function announced(server) {
  let address;
  const people = {};
  for await (const line of createInterface({ input: server.stdout })) {
    address ??= /^Chasqui demo: (http:\S+)$/.exec(line)?.[1];
    const [, login, host, password, roles] = /^ {2}(\w+)@(\S+) +(\S+) +(.+)$/.exec(line) ?? [];
    if (login) people[login] = { email: `${login}@${host}`, password, roles: roles.split(" ") };
    if (line.includes("Ctrl-C")) return { address, people };
  }
  throw new Error("the demo ended before it said where it is: is it built?  just build");
}
