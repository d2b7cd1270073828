import assert from "node:assert/strict";
import { test } from "node:test";
import { readCode } from "./code.ts";
import { type Kind, kindOf } from "./kind.ts";
import { ADDRESS, NOW, code, permit, signer, world } from "./testing.ts";
import { check } from "./verdict.ts";

/** What people hold out at a checkpoint in place of a permit. */
const STRANGE: [string, Kind][] = [
  ["https://example.com/menu", "address"],
  ["HTTP://EXAMPLE.COM", "address"],
  [`${ADDRESS}.example.com/v#123`, "address"],
  ["BEGIN:VCARD\nVERSION:3.0\nN:Quispe;Ana\nTEL:999\nEND:VCARD", "contact"],
  ["MECARD:N:Quispe,Ana;TEL:999;;", "contact"],
  ["WIFI:S:casa;T:WPA;P:1234;;", "wifi"],
  ["HC1:6BFOXN%TS3DH0YOJ58S S-W5HDC *M0II5XHC9B5G2+$N IOP-IA%NFQGRJPC%OQHIZC4.OI1RM8ZA.A5", "health"],
  ["shc:/56762909524320603460292437404460312229595326", "health"],
  ["M1QUISPE/ANA MARIA    EABC123 LIMCUZLA 2025 326Y012A0034 147>3180  6326BLA", "boarding"],
  ["00020101021226370009SV.000011012301520454115802PE5912BODEGA ANITA6004LIMA6304A1B2", "payment"],
  [`${ADDRESS}/v#123`, "damaged"],
  [`${ADDRESS}/v#`, "damaged"],
  [`${ADDRESS}/v`, "damaged"],
  [`${ADDRESS}/a/7K2QM`, "own"],
  [`${ADDRESS}/v/number`, "own"],
  ["Vale por un almuerzo", "text"],
  ["M1 llega tarde", "text"],
  ["7750182000123", "text"],
  ["javascript:alert(1)", "text"],
  ["tel:+51999888777", "text"],
  ["", "text"],
];

test("what is not a permit is named, and never called anything else", async () => {
  const { trust } = await world();
  for (const [text, kind] of STRANGE) {
    const result = await check(text, trust, NOW);
    assert.deepEqual([result.verdict, result.kind], ["not-a-permit", kind], text);
    assert.deepEqual([result.permit, result.description], [null, null], "nobody is shown");
    assert.equal(result.foreignAddress !== null, kind === "address", text);
  }
});

test("a good permit behind a look-alike address is never valid, and the screen can say where it sends phones", async () => {
  const { permits, trust } = await world();
  const good = await permit(permits);
  for (const address of ["https://permisos-gob.pe", "https://permisos.gob.pe.example.com", "http://permisos.gob.pe", "https://PERMISOS.gob.pe:8443", "https://permisos.gob.pe@evil.example"]) {
    const result = await check(code(good, address), trust, NOW);
    assert.deepEqual([result.verdict, result.kind, result.permit], ["unknown-issuer", null, null], address);
    assert.equal(result.foreignAddress, new URL(address).origin, address);
  }
});

test("a permit has no kind: it has a verdict", async () => {
  const { permits, trust } = await world();
  for (const by of [permits, await signer("permit")]) assert.equal((await check(code(await permit(by)), trust, NOW)).kind, null);
});

test("without an own address known, every address is a stranger's", () => {
  assert.equal(kindOf(`${ADDRESS}/a/7K2QM`, null), "address");
  assert.equal(readCode("HC1:123"), null);
});
