// Says which files of a crate import each other in a circle: node tests/circles.mjs CRATE... ; exits with 1 where there is one.
//
// An arrow goes from a file to each file that it names by `crate::`, `super::` or `self::`, in a `use` or in its text; a name that
// is no module is looked for in the file of the longest prefix that is one, so that a re-export counts as an arrow to the file that
// re-exports. Declaring a module (`mod x;`) is no arrow. Tests are left out: they may look at everything.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/** @returns {string[]} */
const files = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return files(path);
    return name.endsWith(".rs") && name !== "tests.rs" && !path.includes("/tests/") ? [path] : [];
  });

/** A file's module, as its segments: `src/a/b.rs` is `a::b`, `src/lib.rs` is the crate's root. */
const moduleOf = (root, file) => {
  const path = relative(root, file).replace(/\.rs$/, "").split("/");
  return path.length === 1 && (path[0] === "lib" || path[0] === "main") ? [] : path;
};

const withoutTestsAndProse = (source) =>
  source
    .replace(/#\[cfg\(test\)\]\s*mod \w+ \{[\s\S]*$/, "")
    .replace(/\/\/.*$/gm, "")
    .replace(/"(?:[^"\\]|\\[\s\S])*"/g, '""');

/** The paths of a use tree: `a::{b, c::{self, D}}` is a::b, a::c, a::c::D. */
const flatten = (tree, prefix = []) => {
  tree = tree.trim();
  if (tree.startsWith("{")) {
    const inner = tree.slice(1, tree.lastIndexOf("}"));
    const parts = [];
    let depth = 0;
    let part = "";
    for (const letter of inner) {
      if (letter === "{") depth++;
      if (letter === "}") depth--;
      if (letter === "," && depth === 0) {
        parts.push(part);
        part = "";
      } else part += letter;
    }
    return [...parts, part].filter((each) => each.trim()).flatMap((each) => flatten(each, prefix));
  }
  const [, head, rest] = /^([\w*]+)\s*(?:::([\s\S]*))?$/.exec(tree.replace(/\s+as\s+\w+$/, "")) ?? [];
  if (head === undefined) return [];
  if (rest !== undefined) return flatten(rest, [...prefix, head]);
  return [head === "self" ? prefix : [...prefix, head]];
};

/** Every path that a file names; one that begins with a module of its own goes by `self::` as well as without. */
const named = (source) => {
  const children = [...source.matchAll(/\bmod\s+(\w+)\s*;/g)].map((match) => match[1]);
  const roots = ["crate", "super", "self", ...children].join("|");
  const trees = [...source.matchAll(new RegExp(`\\buse\\s+((?:${roots})\\b[^;]*);`, "g"))].map((match) => match[1]);
  const inText = source.replace(/\buse\s+[^;]+;/g, "").matchAll(new RegExp(`(?<!:)\\b((?:${roots})(?:::\\w+)+)`, "g"));
  return [...trees.flatMap((tree) => flatten(tree)), ...[...inText].map((match) => match[1].split("::"))];
};

const absolute = (module, path) => {
  let base = module;
  let at = 0;
  if (path[0] === "crate") [base, at] = [[], 1];
  for (; path[at] === "super" || path[at] === "self"; at++) if (path[at] === "super") base = base.slice(0, -1);
  return [...base, ...path.slice(at)];
};

/** The circles of a graph: Tarjan's strongly connected components of more than one file. */
const circles = (graph) => {
  const index = new Map();
  const low = new Map();
  const stack = [];
  const found = [];
  const visit = (node) => {
    index.set(node, index.size);
    low.set(node, index.get(node));
    stack.push(node);
    for (const next of graph.get(node)) {
      if (!index.has(next)) {
        visit(next);
        low.set(node, Math.min(low.get(node), low.get(next)));
      } else if (stack.includes(next)) low.set(node, Math.min(low.get(node), index.get(next)));
    }
    if (low.get(node) === index.get(node)) {
      const circle = stack.splice(stack.indexOf(node));
      if (circle.length > 1) found.push(circle);
    }
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
};

let failed = false;
for (const crate of process.argv.slice(2)) {
  const root = join(crate, "src");
  const modules = new Map(files(root).map((file) => [moduleOf(root, file).join("::"), file]));
  const graph = new Map();
  for (const [module, file] of modules) {
    const own = module === "" ? [] : module.split("::");
    const arrows = new Set();
    for (const path of named(withoutTestsAndProse(readFileSync(file, "utf8")))) {
      const target = absolute(own, path);
      while (target.length > 0 && !modules.has(target.join("::"))) target.pop();
      const hit = target.join("::");
      if (hit !== module) arrows.add(hit);
    }
    graph.set(module, [...arrows].filter((arrow) => modules.has(arrow)));
  }
  const count = [...graph.values()].reduce((sum, arrows) => sum + arrows.length, 0);
  const found = circles(graph);
  const name = (module) => relative(".", modules.get(module));
  for (const circle of found) {
    failed = true;
    console.error(`${crate}: ${circle.length} files import each other in a circle:`);
    for (const module of circle) {
      const within = graph.get(module).filter((arrow) => circle.includes(arrow));
      console.error(`  ${name(module)} imports ${within.map(name).join(", ")}`);
    }
  }
  if (found.length === 0) console.log(`${crate}: ${modules.size} files, ${count} arrows, no circle`);
  else console.error(`${crate}: ${modules.size} files, ${count} arrows, ${found.length} circles`);
}
process.exit(failed ? 1 : 0);
