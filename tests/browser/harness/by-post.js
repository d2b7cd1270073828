/** A citizen without a browser: what one would send, typed by the names of the fields. For stories that begin where an application is in. */
import assert from "node:assert/strict";

const PERSON = {
  you: {
    "document.kind": "dni", "document.number": "45678912", name: "María Ñusta Quispe Huamán",
    "birth.day": "27", "birth.month": "3", "birth.year": "1990", email: "maria@ejemplo.pe",
    "home.department": "15", "home.province": "1501", "home.district": "150122", "home.street": "Jr. Las Begonias 123",
  },
  explain: { explanation: "Llevo comida y medicinas a mi madre, que vive sola." },
  trip: {
    days: ["mon", "thu"], leaves: "06:30", returns: "17:00",
    "destination.department": "15", "destination.province": "1501", "destination.district": "150131", route: "Av. Arequipa",
  },
  oath: { oath: "yes" },
};

/** What `CARER` of citizen.js says: a person must look at it. */
export const CARER_TYPED = {
  ...PERSON, reason: { reason: "care" }, trip: { ...PERSON.trip, travels_by: "car" }, vehicle: { plate: "ABC-123" },
};

/** What `NURSE` of citizen.js says: a rule approves it at once. */
export const NURSE_TYPED = {
  ...PERSON, reason: { reason: "health" }, trip: { ...PERSON.trip, travels_by: "walk" },
  work: { employer: "20131312955", boss_email: "jefa@hospital.pe", job: "Enfermera" },
};

/** Somebody with a jar of cookies: fetches and sends as a browser would. `cookies` are for one that goes on. */
export function newVisitor(address) {
  const jar = new Map();
  const cookiesFor = (path) => [...jar.values()]
    .filter((cookie) => `${path.split("?")[0]}/`.startsWith(cookie.path.replace(/\/?$/, "/")))
    .map(({ name, value }) => `${name}=${value}`).join("; ");
  const ask = async (path, options) => {
    const headers = { "accept-language": "es", cookie: cookiesFor(path) };
    const response = await fetch(address + path, { redirect: "manual", headers, ...options });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      const of = /; Path=([^;]+)/.exec(line)?.[1] ?? "/";
      if (value) jar.set(`${name} ${of}`, { name, value, path: of, domain: new URL(address).hostname });
      else jar.delete(`${name} ${of}`);
    }
    return response;
  };
  return {
    address,
    get: (path) => ask(path),
    /** Sends fields; where it leads. */
    async post(path, fields) {
      const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
      const response = await ask(path, { method: "POST", body: new URLSearchParams(pairs) });
      assert.equal(response.status, 303, `${path}: ${wordsOf(await response.text())}`);
      return response.headers.get("location");
    },
    cookies: () => [...jar.values()],
    cookiesFor,
  };
}

/** Logs an officer in. */
export async function enterByPost(visitor, { email, password }) {
  const page = await (await visitor.get("/o/log-in")).text();
  await visitor.post("/o/log-in", { ...hidden(page), email, password });
}

/** Answers page after page, up to “check your answers”. */
export async function toCheckByPost(visitor, service, typed) {
  const form = `/s/${service}/apply`;
  for (let at = await visitor.post(form, {}), pages = 0; !at.endsWith("/check"); pages++) {
    assert.ok(pages < 30, `the form has no end: ${at}`);
    const page = await (await visitor.get(at)).text();
    at = await visitor.post(at, { ...hidden(page), ...typed[at.slice(form.length + 1)] });
  }
}

/** Applies to the end; the reference. */
export async function applyByPost(visitor, service, typed) {
  await toCheckByPost(visitor, service, typed);
  const check = await (await visitor.get(`/s/${service}/apply/check`)).text();
  const sent = await visitor.post(`/s/${service}/apply/submit`, hidden(check));
  return /^\/a\/([0-9A-Z-]+)\?sent=1$/.exec(sent)[1];
}

/** The hidden fields of the page's form. */
const hidden = (page) => Object.fromEntries([...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name, value]) => [name, value]));

/** A page's words, for a message. */
export const wordsOf = (html) => html.replace(/^[^]*<main/, "<main").replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
