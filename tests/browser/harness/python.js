/** Python with what a folder's requirements.txt asks for (from PyPI), in a virtual environment beside it, made once. */
import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The interpreter's file. */
export async function pythonOf(folder) {
  const python = join(folder, ".venv/bin/python");
  const done = join(folder, ".venv/ready");
  if (await access(done).then(() => true, () => false)) return python;
  await run("python3", ["-m", "venv", "--clear", join(folder, ".venv")]);
  await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", join(folder, "requirements.txt")]);
  await run("touch", [done]);
  return python;
}
