// Edits an article while Chromium shows it, and says how long each edit took to be on screen.
//
// In (standard input): {chromium, url, article: file, rounds}.  Out: [milliseconds, …].

import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const order = JSON.parse(readFileSync(0, "utf8"));
const source = readFileSync(order.article, "utf8");
const browser = await chromium.launch({
  executablePath: order.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
const page = await browser.newPage();
await page.goto(order.url, { waitUntil: "load" });
await page.waitForFunction(() => document.querySelector("backfile-preview"));
await page.waitForTimeout(1000);
const milliseconds = [];
for (let round = 0; round < order.rounds; round += 1) {
  const mark = `Edited${round}x${process.pid}`;
  const shown = page.waitForFunction(
    (text) => document.body.textContent.includes(text), mark, { polling: 5, timeout: 60000 });
  await page.waitForTimeout(500);
  const begun = performance.now();
  writeFileSync(order.article, `${source}\n\n${mark}\n`);
  await shown;
  milliseconds.push(performance.now() - begun);
}
writeFileSync(order.article, source);
await browser.close();
process.stdout.write(JSON.stringify(milliseconds));
