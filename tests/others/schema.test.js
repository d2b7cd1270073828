// The JSON Schema of service files, by the libraries of editors: it finds nothing wrong in files that check, and finds what editors should.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import { parse } from "yaml";

const root = new URL("../../", import.meta.url).pathname;
const text = (path) => readFileSync(`${root}${path}`, "utf8");
const validate = new Ajv2020({ allErrors: true, strict: false, validateFormats: false }).compile(JSON.parse(text("forms/service.schema.json")));
const wrong = (source) => (validate(parse(source)) ? [] : validate.errors.map(({ instancePath, message }) => `${instancePath} ${message}`));

const files = ["forms", "crates/forms/tests/good"].flatMap((folder) =>
  readdirSync(`${root}${folder}`).filter((name) => name.endsWith(".yaml") && !name.endsWith(".scenarios.yaml")).map((name) => `${folder}/${name}`));
const written = ["README.md", "docs/first-service-file.md"].flatMap((page) =>
  text(page).split("```yaml\n").slice(1).map((rest) => rest.split("```")[0]).filter((block) => block.startsWith("service:")).map((block) => [page, block]));

for (const file of files) test(`nothing is red in ${file}`, () => assert.deepEqual(wrong(text(file)), []));

test("nothing is red in the documented files", () => {
  assert.ok(written.length >= 3);
  for (const [page, block] of written) assert.deepEqual(wrong(block), [], page);
});

test("a key that is unknown, missing or of another type is red", () => {
  const good = text("crates/forms/tests/good/smallest.yaml");
  for (const [bad, place] of [
    [good.replace("cost:", "price:"), /must have required property 'cost'/],
    [good.replace("cost:", "price:"), /must NOT have additional properties/],
    [good.replace("type: full-name", "type: full-nam"), /questions\/0\/type must be equal to one of the allowed values/],
  ]) assert.match(wrong(bad).join("\n"), place);
});
