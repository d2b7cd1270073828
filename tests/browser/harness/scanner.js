/** A police officer's hands at /v. */

/** Opens the app and scans what the camera films; the verdict's screen as data and words. */
export async function scan(page, address) {
  await page.goto(`${address}/v`);
  await page.getByRole("button", { name: "Escanear" }).click();
  return verdict(page);
}

/** The same in the app that is open, as whoever checks one paper after the other: its decoders are there already. */
export async function scanNext(page) {
  await pocket(page);
  await page.locator("[data-action=start]:visible, [data-action=again]:visible").first().click();
  await page.locator("#scanner[data-state=verdict]").waitFor();
  return verdict(page);
}

/** The verdict on the screen (this one, where one is named), once it is there. */
export async function verdict(page, name) {
  const screen = page.locator(`#scan-verdict .verdict${name ? `[data-verdict="${name}"]` : ""}`);
  await screen.waitFor();
  const { verdict, freshness, age } = await screen.evaluate((element) => ({ ...element.dataset }));
  return { verdict, freshness, age: age === "" ? null : Number(age), words: await screen.innerText() };
}

/** Until the list has come: what is known at once is shown at once, and again when there is more. */
export const withFreshList = (page) => page.locator('#scan-verdict .verdict[data-freshness="fresh"]').waitFor();

/** “Update”, on the verdict's own screen. */
export const update = (page) => page.locator("#scan-verdict").getByRole("button", { name: "Actualizar" }).click();

/** Puts the phone away and takes it out again: the camera is closed. */
export const pocket = (page) => page.evaluate(() => {
  const turn = (hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  };
  turn(true);
  turn(false);
});
