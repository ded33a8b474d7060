// Looks at a preview in Chromium while files are saved, and says what it saw, as one JSON
// object on standard output.
//
// In (standard input): {chromium, origin, page: "/ua/…", draft: "/ua/…", article: file,
// stylesheet: file, theme: file, text: source of the article with {BODY} and {DATE} in it}.

import { readFileSync, writeFileSync, renameSync } from "node:fs";
import { chromium } from "playwright-core";

const order = JSON.parse(readFileSync(0, "utf8"));
const url = order.origin + order.page;
const seen = {};

const browser = await chromium.launch({
  executablePath: order.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
const context = await browser.newContext({ viewport: { width: 1000, height: 600 } });

function save(body, date = "2025-08-23") {
  const text = order.text.replace("{BODY}", () => body).replace("{DATE}", date);
  writeFileSync(`${order.article}.tmp`, text);
  renameSync(`${order.article}.tmp`, order.article);
}

async function open(address) {
  const page = await context.newPage();
  page.errors = [];
  page.on("pageerror", (error) => page.errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") page.errors.push(message.text());
  });
  await page.goto(address, { waitUntil: "load" });
  return page;
}

const inShadow = (page, selector) => page.locator(`backfile-preview ${selector}`);
const shows = (page, words) =>
  page.waitForFunction((text) => document.body.innerText.includes(text), words, { timeout: 15000, polling: 5 });

const details = "<details><summary>More</summary><p>Inside</p></details>";
const long = details + "\n\n" + Array.from({ length: 40 }, (_, n) => `Paragraph ${n}.`).join("\n\n");

// ---- an edit is on screen, in place
const page = await open(url);
await inShadow(page, ".source").waitFor();
seen.source = await inShadow(page, ".source").innerText();
save(`First.\n\n${long}`);
await shows(page, "Paragraph 39.");
await page.evaluate(() => {
  window.marker = 1;
  document.querySelector("main details").open = true;
  window.scrollTo(0, 500);
});
const before = await page.evaluate(() => window.scrollY);
seen.milliseconds = [];
for (let round = 0; round < 5; round += 1) {
  const begun = performance.now();
  save(`Corrected ${round}.\n\n${long}`);
  await shows(page, `Corrected ${round}.`);
  seen.milliseconds.push(performance.now() - begun);
}
seen.inPlace = await page.evaluate(() => window.marker === 1);
seen.open = await page.evaluate(() => document.querySelector("main details").open);
seen.scrolled = [before, await page.evaluate(() => window.scrollY)];

// ---- a stylesheet is swapped, without a moment without any
await page.evaluate(() => {
  window.bare = 0;
  const count = () => {
    const sheets = [...document.styleSheets].filter((sheet) => sheet.cssRules.length);
    if (sheets.length === 0) window.bare += 1;
    requestAnimationFrame(count);
  };
  count();
});
writeFileSync(order.stylesheet, readFileSync(order.stylesheet, "utf8") + "\nbody { outline: 7px solid red }\n");
await page.waitForFunction(() => getComputedStyle(document.body).outlineWidth === "7px", null, { timeout: 15000 });
seen.style = await page.evaluate(() => [window.marker === 1, window.bare]);

// ---- an error is shown over the last good page, and vanishes
save("Broken.", "2025-13-45");
await inShadow(page, ".errors article").first().waitFor({ timeout: 15000 });
seen.overlay = {
  place: await inShadow(page, ".errors .place").innerText(),
  meant: await inShadow(page, ".errors .meant").innerText(),
  page: (await page.locator("main").innerText()).includes("Corrected 4."),
};
await page.screenshot({ path: order.pictures + "/overlay.png" });
writeFileSync(order.theme, "extends: default\n<img src=x onerror=alert(1)>: 1\n");
await page.waitForFunction(
  () => document.querySelector("backfile-preview").shadowRoot.querySelectorAll(".errors article").length > 1,
  null, { timeout: 15000 });
seen.inert = await page.evaluate(() => {
  const root = document.querySelector("backfile-preview").shadowRoot;
  return [root.querySelectorAll("img").length, root.textContent.includes("<img src=x onerror")];
});
writeFileSync(order.theme, "extends: default\n");
save("Mended.");
await shows(page, "Mended.");
await page.waitForFunction(
  () => document.querySelector("backfile-preview").shadowRoot.querySelector(".errors").hidden,
  null, { timeout: 15000 });
seen.mended = true;
seen.stillInPlace = await page.evaluate(() => window.marker === 1);

// ---- the headline, and with it the address, is another
writeFileSync(order.article, order.text.replace("{BODY}", "Elsewhere.").replace("{DATE}", "2025-08-23").replace("Згорани", "Вціліли"));
await page.waitForURL("**/vtsilily/", { timeout: 15000 });
await shows(page, "Elsewhere.");
seen.moved = new URL(page.url()).pathname;
save("Back.");
await page.waitForURL("**" + order.page, { timeout: 15000 });

// ---- drafts
const draft = await open(order.origin + order.draft);
await inShadow(draft, ".badge").waitFor();
seen.badge = await inShadow(draft, ".badge").innerText();
await draft.screenshot({ path: order.pictures + "/draft.png" });
await draft.setViewportSize({ width: 360, height: 640 });
await draft.screenshot({ path: order.pictures + "/narrow.png" });
await draft.emulateMedia({ media: "print" });
seen.printed = await draft.evaluate(() =>
  getComputedStyle(document.querySelector("backfile-preview").shadowRoot.querySelector(".bar")).display);
await draft.close();

// ---- many tabs
const tabs = [page];
for (let count = 0; count < 9; count += 1) tabs.push(await open(url));
save("In every tab.");
await Promise.all(tabs.map((tab) => shows(tab, "In every tab.")));
const last = await open(url);
await shows(last, "In every tab.");
await page.close(); // it had listened for all
await last.bringToFront();
save("Still in every tab.");
await Promise.all([...tabs.slice(1), last].map((tab) => shows(tab, "Still in every tab.")));
seen.tabs = tabs.length;
seen.errors = [page, ...tabs, last].flatMap((tab) => tab.errors);

await browser.close();
process.stdout.write(JSON.stringify(seen));
