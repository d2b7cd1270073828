// Letters over SMTP, to a real server with STARTTLS and a log-in.
import assert from "node:assert/strict";
import { NURSE_TYPED, applyByPost, newVisitor } from "../harness/by-post.js";
import { freePort, newMailServer } from "../harness/mail-server.js";
import { serve } from "../harness/serve.js";
import { story } from "../harness/story.js";
import { newWorld } from "../harness/world.js";

const world = await newWorld({ demo: false });
const mail = await newMailServer(world);
let site, citizen, reference, approved;

story("Letters over SMTP", {
  "the mail server is down when a citizen applies: the application is in, and nobody waits": async () => {
    await mail.start();
    await mail.stop();
    mail.happenings.length = 0;
    site = await serve(world, await freePort(), {
      CHASQUI_SMTP_URL: `smtp://permisos:quinua-con-leche@127.0.0.1:${mail.port}`,
      CHASQUI_SMTP_CA: mail.authority,
      CHASQUI_MAIL_FROM: "Permisos <permisos@ejemplo.gob.pe>",
    });
    const failed = site.says(/a letter did not leave.*refused/);
    citizen = newVisitor(site.address);
    reference = await applyByPost(citizen, "transit-permit", NURSE_TYPED);
    await failed;
  },

  "the mail server is back: the letter is sent again, over TLS and with a log-in": async () => {
    await mail.start();
    approved = await mail.letter(({ to }) => to.includes("maria@ejemplo.pe"));
    assert.deepEqual([approved.tls, approved.user, approved.from], [true, "permisos", "permisos@ejemplo.gob.pe"]);
    assert.match(approved.text, new RegExp(`${site.address}/a/${reference}\\?key=`));
  },

  "the permit is attached, the same that the citizen may download": async () => {
    const [{ type, name, base64 }, ...more] = approved.attachments;
    assert.deepEqual([type, more], ["application/pdf", []]);
    assert.match(name, /\.pdf$/);
    const own = await citizen.get(`/a/${reference}/permit.pdf`);
    assert.ok(Buffer.from(base64, "base64").equals(Buffer.from(await own.arrayBuffer())));
  },

  "each letter came once": async () => {
    const ids = mail.happenings.flatMap(({ letter }) => (letter ? [letter.id] : []));
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(mail.happenings.filter(({ refused }) => refused), []);
  },
});

story("A mail server that the settings do not vouch for", {
  "gets neither the password nor a letter": async () => {
    const before = mail.happenings.length;
    const strict = await serve(world, await freePort(), { CHASQUI_SMTP_URL: `smtp://permisos:quinua-con-leche@127.0.0.1:${mail.port}?tls=required` });
    const failed = strict.says(/a letter did not leave.*UnknownIssuer/);
    const other = { ...NURSE_TYPED, you: { ...NURSE_TYPED.you, email: "otra@ejemplo.pe" } };
    await applyByPost(newVisitor(strict.address), "transit-permit", other);
    await failed;
    assert.equal(mail.happenings.length, before);
  },
});
