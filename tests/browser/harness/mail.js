import { PATIENCE } from "./browser.js";

/** The demo's mailbox: the letter with these words, once it has come. */
export async function letter(page, address, words, holding = "a, p") {
  const wanted = page.locator(".letter").filter({ hasText: words }).filter({ has: page.locator(holding) }).first();
  await page.goto(`${address}/demo/mail`);
  const deadline = Date.now() + PATIENCE;
  // The page is still: whoever waits for a letter loads it again.
  while ((await wanted.count()) === 0) {
    if (Date.now() > deadline) throw new Error(`no letter says “${words}”`);
    await page.reload();
  }
  return wanted;
}
