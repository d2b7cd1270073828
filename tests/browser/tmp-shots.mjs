import { chromium } from "playwright-core";
const base = process.argv[2], out = "/tmp/lim/shots";
const password = process.argv[3];
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const shot = async (page, name) => { for (const w of [360, 1440]) { await page.setViewportSize({ width: w, height: 900 }); await page.screenshot({ path: `${out}/${name}-${w}.png`, fullPage: true }); } };
const p = await (await b.newContext({ locale: "es-PE" })).newPage();
for (let i = 0; i < 6; i++) { await p.goto(base + "/a"); await p.fill("#reference", process.argv[5]); await p.fill("#document", "00000000"); await p.click("main button.button"); }
await shot(p, "429");
const o = await (await b.newContext({ locale: "es-PE" })).newPage();
await o.goto(base + "/o/log-in"); await o.fill("[name=email]", process.argv[4]); await o.fill("[name=password]", password); await o.click("main button.button");
await o.goto(base + "/o/permits/revoke-all"); await shot(o, "form");
await o.check("#which-approver"); await o.selectOption("#person", { index: 1 }); await o.fill("#reason", "Prueba"); await o.click("main form button.button"); await shot(o, "confirm");
const link = await o.getAttribute("main a[href*=list]", "href"); if (link) { await o.goto(base + link); await shot(o, "list"); }
await b.close();
