// Visits pages in Chromium and says what it saw, as one JSON object on standard output.
//
// In (standard input): {chromium, axe, origin, widths: [320, …], pages: ["/ua/", …],
// redirects: [former addresses]}.
// Out: {visits: [one for each page and width], audits: [one for each page and colour scheme],
// keyboard and prints: [one for each page], redirects: [one for each]}.
//
// Visits are made with script switched off, so that a page that needs it shows; audits
// need it, since axe-core is a script, and hand it in past the page's own policy.

import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const order = JSON.parse(readFileSync(0, "utf8"));
const axe = readFileSync(order.axe, "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const browser = await chromium.launch({
  executablePath: order.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});

function listen(page) {
  const heard = { console: [], requests: [], failures: [] };
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) heard.console.push(message.text());
  });
  page.on("pageerror", (error) => heard.console.push(String(error)));
  page.on("request", (request) => heard.requests.push(request.url()));
  page.on("requestfailed", (request) => heard.failures.push(request.url()));
  page.on("response", (response) => {
    if (response.status() >= 400) heard.failures.push(response.url());
  });
  return heard;
}

async function inTurn(tasks, join = (all) => all.flat()) {
  const all = [];
  for (const task of tasks) all.push(await task());
  return join(all);
}

async function visit(width) {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    javaScriptEnabled: false,
  });
  const visits = [];
  for (const path of order.pages) {
    const page = await context.newPage();
    const heard = listen(page);
    await page.goto(order.origin + path, { waitUntil: "load" });
    const seen = await page.evaluate(() => ({
      url: location.href,
      direction: getComputedStyle(document.documentElement).direction,
      content_width: document.documentElement.scrollWidth,
      window_width: document.documentElement.clientWidth,
      text: document.querySelector("main")?.innerText ?? "",
      styled: [...document.styleSheets].some(
        (sheet) => sheet.href?.startsWith(location.origin) && sheet.cssRules.length > 0,
      ),
      // Lazy pictures are asked for when they are near the window; those in it must be there.
      broken: [...document.images].filter((i) => i.complete && i.naturalWidth === 0).map((i) => i.src),
    }));
    visits.push({ path, width, ...heard, ...seen });
    await page.close();
  }
  await context.close();
  return visits;
}

async function audit(scheme) {
  const context = await browser.newContext({
    viewport: { width: 1000, height: 800 },
    colorScheme: scheme,
  });
  const audits = [];
  for (const path of order.pages) {
    const page = await context.newPage();
    await page.goto(order.origin + path, { waitUntil: "load" });
    await page.evaluate(axe);
    const found = await page.evaluate(
      (tags) => window.axe.run(document, { runOnly: { type: "tag", values: tags } }),
      rules,
    );
    audits.push({
      path,
      scheme,
      background: await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
      passes: found.passes.length,
      violations: found.violations.map((v) => [v.id, v.nodes.map((n) => n.html).slice(0, 3)]),
    });
    await page.close();
  }
  await context.close();
  return audits;
}

async function walkByKeyboard() {
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 } });
  const walks = [];
  for (const path of order.pages) {
    const page = await context.newPage();
    await page.goto(order.origin + path, { waitUntil: "load" });
    await page.keyboard.press("Tab");
    const first = await page.evaluate(() => {
      const box = document.activeElement.getBoundingClientRect();
      return {
        href: document.activeElement.getAttribute("href"),
        visible: box.top >= 0 && box.left >= 0 && box.width > 1 && box.height > 1,
      };
    });
    await page.keyboard.press("Enter");
    const target = await page.evaluate(() => document.activeElement.tagName);
    walks.push({ path, ...first, target });
    await page.close();
  }
  await context.close();
  return walks;
}

async function print() {
  const context = await browser.newContext({ viewport: { width: 800, height: 1000 } });
  const prints = [];
  for (const path of order.pages) {
    const page = await context.newPage();
    await page.emulateMedia({ media: "print" });
    await page.goto(order.origin + path, { waitUntil: "load" });
    const shown = await page.evaluate(() => {
      const isShown = (node) => node.getClientRects().length > 0;
      return {
        menus: [...document.querySelectorAll("nav.menu, nav.pager, .masthead nav.languages")].filter(isShown).length,
        headings: [...document.querySelectorAll("h1")].filter(isShown).length,
      };
    });
    prints.push({ path, ...shown, bytes: (await page.pdf({ format: "A4" })).length });
    await page.close();
  }
  await context.close();
  return prints;
}

async function follow() {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const led = [];
  for (const path of order.redirects) {
    const page = await context.newPage();
    await page.goto(order.origin + path, { waitUntil: "commit" });
    await page.waitForURL((url) => url.pathname !== path, { timeout: 10000 });
    led.push({ path, url: page.url() });
    await page.close();
  }
  await context.close();
  return led;
}

// One after the other would take twice as long on two cores.
const [visits, audits, [keyboard, prints, redirects]] = await Promise.all([
  inTurn(order.widths.map((width) => () => visit(width))),
  inTurn(["light", "dark"].map((scheme) => () => audit(scheme))),
  inTurn([walkByKeyboard, print, follow], (all) => all),
]);
await browser.close();
process.stdout.write(JSON.stringify({ visits, audits, keyboard, prints, redirects }));
