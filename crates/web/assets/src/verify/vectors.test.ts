/** Bytes that other implementations made: the same vectors that the Rust reader is held to (crates/permit/tests/permit/vectors.rs). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readKeys } from "./keys.ts";
import { readStatusList, statusAt } from "./status-list.ts";
import { check } from "./verdict.ts";

const NOT_BEFORE = 1_774_310_400;

const TEXT =
  "https://permisos.gob.pe/v#5925521407457024420365680382354592687157673662640653136730342866366731370365555925550316362656" +
  "890070541802000951108096002058285784105732014140021529011310339205375669043300000579838155026291176209839147842292856888" +
  "232476821780695620675940146984870266804081812578367424515512279631146687932474027247577435820092666332036458914220502637" +
  "7618562979438219173776718716678292873604320096380618908260772865113616486228703";

/** The same permit with n − s for s, which ECDSA itself would take. */
const OTHER_TEXT =
  "https://permisos.gob.pe/v#5925521407457024420365680382354592687157673662640653136730342866366731370365555925550316362656" +
  "890070541802000951108096002058285784105732014140021529011310339205375669043300000579838155026291176209839147842292856888" +
  "232476821780695620675940146984870266804081812578367424515512279631146687932474027247577435820092666332036458914220502637" +
  "7837434226211233456264853340915745054331211616218893339082969402508591728446386";

const STATUS_LIST =
  "d284582aa3012604485a7a78cca4a0f42010781a6170706c69636174696f6e2f7374617475736c6973742b637774a05852a502782168747470733a2f" +
  "2f7065726d69736f732e676f622e70652f7374617475732f3132041a69c32580061a69c1d40019fffda2636c73744c78da53616070000000d4006564" +
  "626974730219fffe19012c5840f2ddfb4e821a9879688b225abfacac5f0460344ea4f0ecf4f163a2e0b055d8e3637f2823008e1e9621392dfaa4da3b" +
  "2cbf5fccb3ff42f9b7905c935477f326b7";

/** The P-256 key of RFC 6979, A.2.5. */
const keys = (purpose: string): string =>
  JSON.stringify({
    iss: "permisos.gob.pe",
    address: "https://permisos.gob.pe",
    keys: [
      {
        kty: "EC", crv: "P-256", kid: "Wnp4zKSg9CA", purpose,
        x: Buffer.from("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6", "hex").toString("base64url"),
        y: Buffer.from("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299", "hex").toString("base64url"),
      },
    ],
  });

test("the permit of the vectors is valid", async () => {
  const trust = { keys: (await readKeys(keys("permit")))!, descriptions: new Map(), lists: new Map() };
  const result = await check(TEXT, trust, NOT_BEFORE + 3600);
  assert.equal(result.verdict, "valid");
  const { message, ...permit } = result.permit!;
  assert.equal(message.kid, "5a7a78cca4a0f420");
  assert.deepEqual(permit, {
    iss: "permisos.gob.pe", nbf: NOT_BEFORE, exp: 1_774_440_000, cti: "000102030405060708090a0b0c0d0e0f", type: 1, list: 12, index: 4711, fields: ["Rosa Quispe Mamani", "4821", null, 2],
  });
});

test("the permit of the vectors with the higher s is forged", async () => {
  const trust = { keys: (await readKeys(keys("permit")))!, descriptions: new Map(), lists: new Map() };
  assert.equal((await check(OTHER_TEXT, trust, NOT_BEFORE + 3600)).verdict, "forged");
});

test("the status list of the vectors is read", async () => {
  // It is signed with the permit's key, so that key is trusted for lists here.
  const set = (await readKeys(keys("permit")))!;
  for (const key of set.keys.values()) key.purpose = "status";
  const list = await readStatusList(Buffer.from(STATUS_LIST, "hex"), "permisos.gob.pe", 12, set, NOT_BEFORE);
  assert.deepEqual([list?.iat, list?.exp, list?.ttl], [NOT_BEFORE, NOT_BEFORE + 86_400, 300]);
  const marked = Array.from({ length: 16 }, (_, index) => [index, statusAt(list!, index)]).filter(([, status]) => status !== "valid");
  assert.deepEqual(marked, [[1, "revoked"], [2, "suspended"], [15, "revoked"]]);
});
