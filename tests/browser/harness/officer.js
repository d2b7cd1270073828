/** An officer's hands. */
import assert from "node:assert/strict";

/** Logs in to the queue of cases. */
export async function logIn(page, address, person) {
  await enter(page, address, person);
  await page.getByRole("heading", { name: "Cola de casos" }).waitFor();
}

/** Logs in to whatever this person's first page is, in any language. */
export async function enter(page, address, { email, password }) {
  await page.goto(`${address}/o/log-in`);
  await page.locator("#email").fill(email);
  await page.locator("#password").fill(password);
  await page.locator("main .button").click();
  await page.locator("header form button").waitFor();
}

/** Opens a case by its reference and takes it. */
export async function take(page, address, reference) {
  await page.goto(`${address}/o/cases/${reference}`);
  await page.getByRole("button", { name: "Tomar el caso" }).click();
}

export async function approve(page) {
  await page.getByRole("button", { name: "Aprobar", exact: true }).click();
  assert.equal(await page.locator(".error-summary").count(), 0);
}

/** Revokes a permit, and sees that it is. */
export async function revoke(page, address, number, reason) {
  await page.goto(`${address}/o/permits/${number}`);
  await page.getByLabel("Motivo").fill(reason);
  await page.getByRole("button", { name: "Anular", exact: true }).click();
  await page.locator(".tag").first().getByText("Anulado").waitFor();
}

/** “Next case”, and on until it is the one wanted: the oldest come first, so those before are approved on the way. */
export async function workUpTo(page, reference) {
  await page.getByRole("button", { name: "Siguiente caso" }).click();
  let seen = 0;
  for (; (await shownReference(page)) !== reference; seen++) {
    assert.ok(seen < 40, `${reference} never came`);
    await page.getByRole("button", { name: "Aprobar y seguir" }).click();
  }
  return seen;
}

const shownReference = async (page) => (await page.locator("main h1 .reference").innerText()).trim();
