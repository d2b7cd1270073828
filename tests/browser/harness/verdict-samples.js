/** Every verdict's screen with every variant, drawn by the page's own script from made-up checks: what no single permit could show. */
import { createRequire } from "node:module";

const ASSETS = new URL("../../../crates/web/assets/", import.meta.url).pathname;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Bundles the page's own drawing, for a browser that has the scanner open. */
export async function bundleScreens() {
  const { build } = createRequire(`${ASSETS}package.json`)("esbuild");
  const { outputFiles } = await build({
    stdin: { contents: DRAWING, resolveDir: `${ASSETS}src/verify`, loader: "ts" },
    bundle: true, write: false, format: "iife", target: "chrome86", logLevel: "warning",
  });
  return outputFiles[0].text;
}

const DRAWING = `
  import { part } from "./parts.ts";
  import { verdictScreen } from "./screen.ts";
  import { words } from "./words.ts";
  globalThis.drawVerdict = ({ now, isPublic, list, ...check }) => {
    const inWords = words(part("scan-words").dataset, part("scanner").dataset.timeZone);
    const trust = { keys: null, descriptions: new Map(), lists: new Map(list ? [[1, list]] : []) };
    const showing = { now, language: document.documentElement.lang, words: inWords, trust, isPublic };
    for (const state of ["start", "camera"]) part("scan-" + state).hidden = true;
    document.body.toggleAttribute("data-scanning", !isPublic);
    part("scan-verdict").hidden = false;
    part("scan-verdict").replaceChildren(verdictScreen(check, showing));
    scrollTo(0, 0);
  };
`;

const text = (es, en) => ({ es, en });
const field = (id, role, es, en, more = {}) => ({ id, role, label: text(es, en), ...more });
const named = (values) => Object.fromEntries(Object.entries(values).map(([code, name]) => [code, text(name, name)]));

const DESCRIPTION = {
  iss: "permisos.gob.pe", type: 1, service: "transit-permit", iat: 0, languages: ["es", "en"],
  title: text("Pase de tránsito", "Transit permit"),
  fields: [
    field("name", "holder", "Nombre", "Name"),
    field("document", "document", "DNI", "DNI", { form: "last-four" }),
    field("plate", "vehicle", "Placa", "Plate"),
    field("zones", "zone", "Distritos", "Districts", { values: named({ a: "Cusco", b: "San Sebastián", c: "Santiago" }) }),
    field("from", "hours-from", "Desde", "From"),
    field("until", "hours-until", "Hasta", "Until"),
    field("reason", "detail", "Motivo", "Reason", { values: named({ health: "Salud" }) }),
    field("employer", "detail", "Empleador", "Employer"),
    field("tax", "detail", "RUC", "RUC"),
    field("route", "detail", "Recorrido", "Route"),
  ],
  conditions: { es: ["Lleva tu documento.", "Vale solo para el recorrido indicado."], en: ["Carry your document.", "Only for the stated trip."] },
};

const FIELDS = ["María Ñusta Quispe Huamán", "5678", "X3A-452", "a,b", "06:00", "20:00", "health"];
const LONG = [
  "Maximiliana Encarnación Etelvina Condorcanqui Noguera de Túpac", "5678", "X3A-452", "a,b,c,d", "22:00", "05:00", "health",
  "Hospital Regional Docente Materno Infantil El Carmen del Valle", "20131312955", "De San Jerónimo a Santiago por la avenida de la Cultura y vuelta",
];

/** Noon in Lima: inside the hours of `FIELDS`. */
const NOW = Date.UTC(2026, 10, 22, 17) / 1000;

const permit = (changes = {}) =>
  ({ iss: "permisos.gob.pe", nbf: NOW - 2 * HOUR, exp: NOW + 34 * HOUR, type: 1, list: 1, index: 6, fields: FIELDS, message: null, ...changes });
const list = (age) => ({ iat: NOW - age, exp: NOW + DAY, ttl: 300, bits: null });

const FRESH = { freshness: "fresh", age: 120, list: list(120) };
const OLD = { freshness: "old", age: 5 * HOUR, list: list(5 * HOUR) };
const TOO_OLD = { freshness: "old", age: 3 * DAY, list: list(3 * DAY), tooOld: true };
const ABSENT = { freshness: "absent", age: null, list: null };

const held = (verdict, more = {}) =>
  ({ now: NOW, isPublic: false, verdict, permit: permit(), description: DESCRIPTION, foreignAddress: null, kind: null, tooOld: false, ...FRESH, ...more });
const strange = (verdict, more = {}) => ({ ...held(verdict, { permit: null, description: null, freshness: "absent", age: null }), ...more });

/** By name; one of each verdict first, then what else may be on its screen. */
export const SAMPLES = {
  valid: held("valid"),
  unconfirmed: held("valid", TOO_OLD),
  expired: held("expired", { permit: permit({ exp: NOW - 5 * HOUR }) }),
  "not-yet-valid": held("not-yet-valid", { permit: permit({ nbf: NOW + 9 * HOUR }) }),
  suspended: held("suspended"),
  revoked: held("revoked"),
  forged: strange("forged"),
  "unknown-issuer": strange("unknown-issuer"),
  "not-a-permit": strange("not-a-permit", { kind: "text" }),

  "valid, list old": held("valid", OLD),
  "valid, no list": held("valid", { ...ABSENT, tooOld: true }),
  "valid, outside its hours": held("valid", { now: NOW + 11 * HOUR }),
  "valid, for the public": held("valid", { isPublic: true }),
  "valid, for the public, no list": held("valid", { ...ABSENT, tooOld: true, isPublic: true }),
  "valid, ten long fields": held("valid", { permit: permit({ fields: LONG }) }),
  "valid, no description": held("valid", { description: null }),
  "expired, ten long fields": held("expired", { permit: permit({ fields: LONG, exp: NOW - 400 * DAY }), ...OLD }),
  "revoked, list old": held("revoked", { ...TOO_OLD, tooOld: false }),
  "forged, for the public": strange("forged", { isPublic: true, list: null }),
  "unknown-issuer, look-alike": strange("unknown-issuer", { foreignAddress: "https://permisos-oficiales-gob-pe.example.com" }),
  ...Object.fromEntries(
    ["damaged", "own", "contact", "wifi", "health", "boarding", "payment"].map((kind) => [`not-a-permit, ${kind}`, strange("not-a-permit", { kind })]),
  ),
  "not-a-permit, address": strange("not-a-permit", { kind: "address", foreignAddress: "https://example.com" }),
};
