// Visits pages in Chromium and says what it saw, as one JSON object on standard output.
//
// In (standard input): {chromium, axe, origin, pages: ["/ua/", …], pictured: [pages with
// photos], redirects: [former addresses], list: a list to browse or ""}.
// Out: {visits, audits: one for each page; pictures: one for each picture, window and
// density; redirects: one for each; browsed: addresses of the cards of the list}.
//
// Visits are made with script switched off, so that a page that needs it shows; audits
// need it, since axe-core is a script, and hand it in past the page's own policy.
// A page is loaded once for each of the two, and changed in place: loading costs more.

import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const order = JSON.parse(readFileSync(0, "utf8"));
const axe = readFileSync(order.axe, "utf8");
const accessible = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
// What a window's width or colours can change; everything is asked twice, in the other two.
const variable = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"];
const densities = [1, 2];
const windows = [360, 768, 1440];

// What readers do to text.  WCAG 1.4.12 names the spaces, 1.4.4 the size.
const SPACED = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }`;
const ENLARGED = "html { font-size: 200% !important; }";
const FORMS = [
  ["at 320 pixels", 320, ""],
  ["at 320 pixels, spaced", 320, SPACED],
  ["at 640 pixels, enlarged", 640, ENLARGED],
  ["at 1280 pixels", 1280, ""],
  ["at 1280 pixels, spaced", 1280, SPACED],
  ["at 1280 pixels, enlarged", 1280, ENLARGED],
];

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

// Runs in the page.  A sheet made by script is not subject to the page's policy.
function putSheet(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet];
}

// Runs in the page: what it shows, and which of its text cannot be read.
function look() {
  const width = document.documentElement.clientWidth;
  const kept = [];
  const lost = [];
  // A clamped summary is cut on purpose: its headline links to the whole.
  const isClamped = (style) => style.webkitLineClamp !== "none";
  const isHidden = (rect, parent) => {
    for (let node = parent; node !== document.documentElement; node = node.parentElement) {
      const style = getComputedStyle(node);
      if (style.overflow === "visible") continue;
      const box = node.getBoundingClientRect();
      if (box.width <= 1) return "for speech only";
      if (/auto|scroll/.test(style.overflow)) return "scrolls";
      const x = (rect.left + rect.right) / 2;
      const y = (rect.top + rect.bottom) / 2;
      if (y > box.top && y < box.bottom && x > box.left && x < box.right) continue;
      return isClamped(style) ? "clamped" : "lost";
    }
    return "";
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const parent = text.parentElement;
    if (!text.data.trim() || !parent.checkVisibility() || parent.matches(".skip, script")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const rect of range.getClientRects()) {
      if (rect.width < 1) continue;
      const hidden = isHidden(rect, parent);
      const words = text.data.trim().slice(0, 60);
      const outside = rect.left < -1 || rect.right > width + 1;
      if (hidden === "lost" || (!hidden && outside)) lost.push(words);
      // The middle half: lines that are set tight touch, but cannot cover one another there.
      const quarter = rect.height / 4;
      const { left, right } = rect;
      if (!hidden) kept.push({ words, text, left, right, top: rect.top + quarter, bottom: rect.bottom - quarter });
    }
  }
  kept.sort((one, other) => one.top - other.top);
  const covered = [];
  kept.forEach((one, at) => {
    for (let next = at + 1; next < kept.length && kept[next].top < one.bottom - 1; next += 1) {
      const other = kept[next];
      if (other.text !== one.text && other.left < one.right - 1 && one.left < other.right - 1) {
        covered.push(`${one.words} / ${other.words}`);
      }
    }
  });
  return { lost, covered, excess: document.documentElement.scrollWidth - width };
}

// Runs in the page: what paper has of it.
function lookAtPaper() {
  const isShown = (node) => node !== null && node.getClientRects().length > 0;
  const shown = (selector) => [...document.querySelectorAll(selector)].filter(isShown);
  return {
    navigation: shown("nav, .skip, .related").length,
    headings: shown("h1").length,
    address: shown(".colophon .address").map((node) => node.textContent.trim()),
    bylines: shown(".byline .authors").length,
    dates: shown(".byline .dates time").length,
    paragraphs: shown(".body p").length,
    photos: shown(".lead img").filter((image) => image.naturalWidth > 0).length,
  };
}

async function visit() {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const visits = [];
  for (const path of order.pages) {
    const page = await context.newPage();
    const heard = listen(page);
    await page.setViewportSize({ width: 320, height: 800 });
    await page.goto(order.origin + path, { waitUntil: "load" });
    const seen = await page.evaluate(() => ({
      direction: getComputedStyle(document.documentElement).direction,
      kind: document.body.className,
      text: document.querySelector("main")?.innerText ?? "",
      styled: [...document.styleSheets].some(
        (sheet) => sheet.href?.startsWith(location.origin) && sheet.cssRules.length > 0,
      ),
      // Lazy pictures are asked for when they are near the window; those in it must be there.
      broken: [...document.images].filter((i) => i.complete && i.naturalWidth === 0).map((i) => i.src),
    }));
    const forms = {};
    for (const [name, width, sheet] of FORMS) {
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate(putSheet, sheet);
      forms[name] = await page.evaluate(look);
    }
    await page.evaluate(putSheet, "");
    await page.emulateMedia({ media: "print" });
    const paper = await page.evaluate(lookAtPaper);
    visits.push({ path, ...heard, ...seen, forms, paper });
    await page.close();
  }
  await context.close();
  return visits;
}

async function ask(page, width, scheme, only) {
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme: scheme });
  const found = await page.evaluate(
    (choice) => window.axe.run(document, { runOnly: choice, resultTypes: ["violations"] }),
    only ? { type: "rule", values: only } : { type: "tag", values: accessible },
  );
  return {
    state: `${width} ${scheme}`,
    background: await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
    passes: found.passes.length,
    violations: found.violations.map((v) => [v.id, v.nodes.map((n) => n.html).slice(0, 3)]),
  };
}

async function pressFirstKeys(page) {
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => {
    const box = document.activeElement.getBoundingClientRect();
    return {
      href: document.activeElement.getAttribute("href"),
      visible: box.top >= 0 && box.left >= 0 && box.width > 1 && box.height > 1,
    };
  });
  await page.keyboard.press("Enter");
  return { ...first, target: await page.evaluate(() => document.activeElement.tagName) };
}

async function audit() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const audits = [];
  for (const path of order.pages) {
    const page = await context.newPage();
    const heard = listen(page);
    await page.goto(order.origin + path, { waitUntil: "load" });
    const keys = await pressFirstKeys(page);
    await page.evaluate(axe);
    const states = [
      await ask(page, 1280, "light"),
      await ask(page, 1280, "dark", variable),
      await ask(page, 320, "dark"),
      await ask(page, 320, "light", variable),
    ];
    audits.push({ path, console: heard.console, keys, states });
    await page.close();
  }
  await context.close();
  return audits;
}

// Runs in the page: for each picture that is shown, which file the browser chose.
function lookAtPictures() {
  const candidates = (image) => {
    const sources = [...(image.closest("picture")?.querySelectorAll("source") ?? []), image];
    return sources.flatMap((source) =>
      source.srcset.split(",").map((entry) => entry.trim().split(/\s+/)),
    );
  };
  const widthOf = (url, all) =>
    parseInt(all.find(([address]) => new URL(address, location.href).href === url)?.[1] ?? "0", 10);
  return [...document.images]
    .filter((image) => image.srcset && image.getClientRects().length > 0)
    .map((image) => {
      const all = candidates(image);
      const box = image.getBoundingClientRect();
      const ratio = image.getAttribute("width") / image.getAttribute("height");
      const covers = getComputedStyle(image).objectFit === "cover";
      return {
        url: image.currentSrc,
        shown: covers ? Math.max(box.width, box.height * ratio) : box.width,
        chosen: widthOf(image.currentSrc, all),
        widths: [...new Set(all.map(([, width]) => parseInt(width, 10)))].sort((a, b) => a - b),
      };
    });
}

async function choosePictures(density) {
  const pictures = [];
  for (const width of windows) {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      deviceScaleFactor: density,
      javaScriptEnabled: false,
    });
    for (const path of order.pictured) {
      const page = await context.newPage();
      await page.goto(order.origin + path, { waitUntil: "load" });
      const seen = await page.evaluate(lookAtPictures);
      pictures.push(...seen.map((picture) => ({ path, width, density, ...picture })));
      await page.close();
    }
    await context.close();
  }
  return pictures;
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

async function browse() {
  if (!order.list) return [];
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(order.origin + order.list, { waitUntil: "load" });
  const found = [];
  for (;;) {
    found.push(...(await page.locator("main article h2 a").evaluateAll((all) => all.map((a) => a.pathname))));
    const older = page.locator("nav.pager a.older");
    if ((await older.count()) === 0) break;
    await older.click();
    await page.waitForLoadState("load");
  }
  await context.close();
  return found;
}

// One after the other would take twice as long on two cores.
const [visits, audits, [pictures, redirects, browsed]] = await Promise.all([
  visit(),
  audit(),
  (async () => [
    [...(await choosePictures(densities[0])), ...(await choosePictures(densities[1]))],
    await follow(),
    await browse(),
  ])(),
]);
await browser.close();
process.stdout.write(JSON.stringify({ visits, audits, pictures, redirects, browsed }));
