// Says which tests a document names that are not there: node tests/named.mjs DOCUMENT... ; exits with 1 where there is one.
//
// A document names a test in backquotes, in one of three ways:
//   `web::site officers::log_in::only_failures_count`   a Rust test as nextest prints it: its package, `::` and its file of tests
//                                                       where it is not in src, a space, its modules and its name
//   `store::conformance sessions::open_and_close`       a test of the suite that every store runs whole
//   `tests/browser/journeys/app.test.js "A new version comes"`   a file, and the title of a test, a story or a step in it
// Two words in backquotes count as the first only where there is a `::` in them, so that `chasqui audit` is no test. A path in
// backquotes that begins with a folder of the repository must be there too. A row of a table that says "met" names a test, or the
// row that does ("the same", "as 5.3.4"); one that begins with "cannot" names a test, or says that there is no test.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

/** @returns {string[]} */
const files = (folder, ending) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === "node_modules" || name === "target") return [];
    if (statSync(path).isDirectory()) return files(path, ending);
    return name.endsWith(ending) ? [path] : [];
  });

/** What nextest calls a package's files of tests, each with the file it begins with: `tests/a.rs`, `tests/a/main.rs`, or as Cargo.toml says. */
const testFiles = (folder, manifest) => {
  const said = [...manifest.matchAll(/\[\[test\]\]([^[]*)/g)].map(([, table]) => {
    const value = (key) => new RegExp(`^${key} = "([^"]+)"`, "m").exec(table)?.[1];
    return [value("name"), join(folder, value("path") ?? `tests/${value("name")}.rs`)];
  });
  const tests = join(folder, "tests");
  const found = (existsSync(tests) ? readdirSync(tests) : []).flatMap((name) => {
    if (name.endsWith(".rs")) return [[basename(name, ".rs"), join(tests, name)]];
    return existsSync(join(tests, name, "main.rs")) ? [[name, join(tests, name, "main.rs")]] : [];
  });
  return [...found, ...said];
};

/** A line without its comment, and without what is between quotes, so that each brace in it is one of the code's. */
const bare = (line) => line.replace(/b?'(?:\\.|[^'\\])'/g, "' '").replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/\/\/.*$/, "");

/** Each test of a Rust file, by its modules and its name. */
function* testsOf(file, modules) {
  const within = [];
  let depth = 0;
  let isTest = false;
  for (const line of readFileSync(file, "utf8").split("\n").map(bare)) {
    if (/^\s*#\[(?:\w+::)?test\b/.test(line)) isTest = true;
    const module = /^\s*(?:pub(?:\(\w+\))? )?mod (\w+) \{/.exec(line);
    if (module) within.push({ name: module[1], depth });
    const name = /^\s*(?:pub )?(?:async )?fn (\w+)/.exec(line)?.[1];
    if (name) {
      if (isTest) yield [...modules, ...within.map((each) => each.name), name].join("::");
      isTest = false;
    }
    depth += line.split("{").length - line.split("}").length;
    while (within.length > 0 && depth <= within.at(-1).depth) within.pop();
  }
}

/** The modules of a file below the one that a crate begins with: `src/a/b.rs` is `a::b`, and so is `tests/site/a/b.rs` beside `main.rs`. */
const modulesOf = (root, file) => {
  const path = relative(dirname(root), file).replace(/\.rs$/, "").split("/");
  return ["lib", "main"].includes(path.join("/")) || file === root ? [] : path;
};

/** Every Rust test as nextest prints it. */
const rustTests = () => {
  const all = new Set();
  const folders = [...readdirSync("crates").map((name) => join("crates", name)), "tests", "tests/fuzz"];
  for (const folder of folders.filter((each) => existsSync(join(each, "Cargo.toml")))) {
    const manifest = readFileSync(join(folder, "Cargo.toml"), "utf8");
    const name = /^name = "([^"]+)"/m.exec(manifest)[1];
    const add = (label, root, below) => {
      for (const file of below) for (const test of testsOf(file, modulesOf(root, file))) all.add(`${label} ${test}`);
    };
    const source = join(folder, "src");
    if (existsSync(source)) {
      const program = existsSync(join(source, "lib.rs")) ? name : `${name}::bin/${name}`;
      add(program, join(source, "lib.rs"), files(source, ".rs"));
    }
    for (const [label, root] of testFiles(folder, manifest)) {
      const hasFolder = basename(root) === "main.rs";
      add(`${name}::${label}`, root, hasFolder && existsSync(root) ? files(dirname(root), ".rs") : [root].filter(existsSync));
      const below = root.replace(/\.rs$/, "");
      if (!hasFolder && existsSync(below)) {
        for (const file of files(below, ".rs")) {
          for (const test of testsOf(file, relative(below, file).replace(/\.rs$/, "").split("/"))) all.add(`${name}::${label} ${test}`);
        }
      }
    }
  }
  return all;
};

/** Every test of the stores' suite: what it is mounted with, as long as it is there. */
const suite = () => {
  const mounted = readFileSync("crates/store/src/conformance.rs", "utf8");
  const all = new Set();
  for (const [, subject, names] of mounted.matchAll(/(\w+): \[([^\]]*)\]/g)) {
    const file = join("crates/store/src/conformance", `${subject}.rs`);
    const source = existsSync(file) ? readFileSync(file, "utf8") : "";
    for (const [name] of names.matchAll(/\w+/g)) {
      if (new RegExp(`fn ${name}\\b`).test(source)) all.add(`store::conformance ${subject}::${name}`);
    }
  }
  return all;
};

/** Whether a file of ours has a test, a story or a step of this title. */
const hasTitle = (file, title) => {
  if (!existsSync(file)) return false;
  const source = readFileSync(file, "utf8");
  const spelt = title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?:(?:test|story)\\(\\s*(["\`])${spelt}\\1)|(?:"${spelt}": async\\b)`).test(source);
};

const known = new Set([...rustTests(), ...suite()]);
const folders = new Set(readdirSync(".").filter((name) => statSync(name).isDirectory()));

const titled = /^(\S+\.(?:js|ts|mjs)) "(.+)"$/;
const isRust = (span) => /^[\w-]+(?:::[\w/-]+)? [\w:]+$/.test(span) && span.includes("::");
const namesTest = (span) => isRust(span) || titled.test(span);

/** What is wrong with something in backquotes; nothing where it is right, or names nothing of ours. */
const wrong = (span) => {
  const [, file, title] = titled.exec(span) ?? [];
  if (file !== undefined) return hasTitle(file, title) ? undefined : "no such title in that file";
  if (isRust(span)) return known.has(span) ? undefined : "no such test";
  const isPath = /^[\w.-]+\/[\w./-]+$/.test(span) && folders.has(span.split("/")[0]);
  return isPath && !existsSync(span) ? "no such file" : undefined;
};

/** Whether a row says that something is met, or that somebody cannot do it, without naming what shows it. */
const isUnshown = (line) => {
  const cells = line.replace(/^\| /, "").split(" | ");
  const shown = [...line.matchAll(/`([^`]+)`/g)].some(([, span]) => namesTest(span)) || /the same|\b\d+\.\d+\.\d+\b/.test(cells.at(-1));
  if (cells[0] === "cannot") return !shown && !/\bno test\b/i.test(line);
  return cells.includes("met") && cells.length > 3 && !shown;
};

let failed = false;
for (const document of process.argv.slice(2)) {
  let count = 0;
  for (const [number, line] of readFileSync(document, "utf8").split("\n").entries()) {
    if (isUnshown(line)) {
      failed = true;
      console.error(`${document}:${number + 1}: it names no test that shows it`);
    }
    for (const [, span] of line.matchAll(/`([^`]+)`/g)) {
      const why = wrong(span);
      if (why !== undefined) {
        failed = true;
        console.error(`${document}:${number + 1}: \`${span}\`: ${why}`);
      }
      if (namesTest(span)) count++;
    }
  }
  console.log(`${document}: ${count} tests named`);
}
process.exit(failed ? 1 : 0);
