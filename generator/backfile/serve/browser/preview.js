// The preview in an open page: it changes the page in place when something was saved,
// and shows the bar and the errors.  Only `backfile serve` sends it.
(() => {
  "use strict";

  const own = document.currentScript;
  const place = "/.backfile/";
  const isWaiting = "waiting" in own.dataset;
  const follows = "follow" in own.dataset;
  let version = Number(own.dataset.version);
  let published = null; // the page as it was last fetched
  let busy = false, again = false;
  let source = ""; // of this page
  let moved = {}; // the last news: where the page of a source is now

  // ------------------------------------------------------------------ news, once a browser

  const channel = "BroadcastChannel" in window ? new BroadcastChannel("backfile") : null;
  if (channel) channel.onmessage = (event) => hear(event.data);

  function listen() {
    const source = new EventSource(place + "events");
    source.onmessage = (event) => {
      const news = JSON.parse(event.data);
      if (channel) channel.postMessage(news);
      hear(news);
    };
    source.onerror = () => bar.classList.add("lost");
    source.onopen = () => bar.classList.remove("lost");
    return source;
  }

  function hear(news) {
    bar.classList.remove("lost");
    if (isWaiting) {
      if (news.ready) location.reload();
      else describe();
      return;
    }
    if (news.version === version) {
      describe();
      return;
    }
    version = news.version;
    moved = news;
    const elsewhere = news.follow && news.follow !== decoded(location.pathname);
    if (follows && elsewhere && document.visibilityState === "visible") {
      location.assign(news.follow);
      return;
    }
    refresh();
  }

  const decoded = (path) => encodeURI(decodeURI(path));

  // A browser opens few connections to one host, and an open stream keeps one: so one page
  // listens for all of them, and when it is closed, the next one takes over.
  if (channel && navigator.locks) {
    navigator.locks.request("backfile-preview", () => new Promise(() => { listen(); }));
  } else {
    // Without locks (on a network, without encryption) only the page that is seen listens.
    let source = null;
    const turn = () => {
      if (source) source.close();
      source = document.hidden ? null : listen();
    };
    document.addEventListener("visibilitychange", () => {
      turn();
      if (!document.hidden) refresh();
    });
    turn();
  }

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) refresh();
  });

  // ------------------------------------------------------------------ the page, in place

  async function refresh() {
    again = busy;
    if (busy) return;
    busy = true;
    try {
      const answer = await fetch(location.href, {
        cache: "no-store", headers: { "backfile-morph": "1", accept: "text/html" },
      });
      if (answer.status === 404 && source && moved.source === source && moved.follow) {
        location.replace(moved.follow); // the headline made another address
        return;
      }
      if (!(answer.headers.get("content-type") || "").startsWith("text/html")) return;
      const text = await answer.text();
      if (text !== published) {
        await show(new DOMParser().parseFromString(text, "text/html"));
        published = text;
      }
      await describe();
    } catch {
      bar.classList.add("lost");
    } finally {
      busy = false;
      if (again) refresh();
    }
  }

  async function show(fresh) {
    if (scripts(fresh) !== scripts(document)) {
      location.reload();
      return;
    }
    await swapStyles(fresh);
    document.title = fresh.title;
    copyAttributes(document.documentElement, fresh.documentElement);
    morphChildren(document.head, fresh.head, (node) => isStyle(node) || isOwn(node));
    morph(document.body, fresh.body);
    document.dispatchEvent(new CustomEvent("backfile:update"));
  }

  const isOwn = (node) => node.nodeType === 1 && "backfile" in (node.dataset || {});
  const isStyle = (node) => node.nodeName === "LINK" && node.rel === "stylesheet";
  const scripts = (page) =>
    [...page.querySelectorAll("script")].filter((node) => !isOwn(node) && isCode(node))
      .map((node) => node.getAttribute("src") + node.textContent).join("\n");
  const isCode = (node) => !node.type || /javascript|module/.test(node.type);

  // New stylesheets are loaded before the old ones go, so that nothing flashes.
  async function swapStyles(fresh) {
    const old = [...document.head.querySelectorAll("link[rel=stylesheet]")].filter((n) => !isOwn(n));
    const wanted = [...fresh.head.querySelectorAll("link[rel=stylesheet]")];
    const key = (link) => link.getAttribute("href") + " " + link.media;
    const known = new Set(old.map(key));
    const loading = wanted.filter((link) => !known.has(key(link))).map((link) => {
      const added = document.importNode(link);
      const loaded = new Promise((done) => { added.onload = added.onerror = done; });
      document.head.append(added);
      return loaded;
    });
    await Promise.race([Promise.all(loading), new Promise((done) => setTimeout(done, 2000))]);
    const kept = new Set(wanted.map(key));
    for (const link of old) if (!kept.has(key(link))) link.remove();
  }

  function morph(node, fresh) {
    if (node.isEqualNode(fresh)) return;
    if (node.nodeType !== fresh.nodeType || node.nodeName !== fresh.nodeName) {
      node.replaceWith(document.importNode(fresh, true));
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      copyAttributes(node, fresh);
      morphChildren(node, fresh, isOwn);
    } else if (node.nodeValue !== fresh.nodeValue) {
      node.nodeValue = fresh.nodeValue;
    }
  }

  function copyAttributes(node, fresh) {
    const isReaders = (name) => name === "open" && node.nodeName === "DETAILS";
    for (const { name } of [...node.attributes]) {
      if (!fresh.hasAttribute(name) && !isReaders(name)) node.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) {
      if (node.getAttribute(name) !== value && !isReaders(name)) node.setAttribute(name, value);
    }
  }

  // Equal children at both ends stay; between them, each new one takes the old one with its
  // id, else the next of its kind.
  function morphChildren(parent, fresh, skips) {
    const old = [...parent.childNodes].filter((node) => !skips(node));
    const wanted = [...fresh.childNodes].filter((node) => !skips(node));
    let start = 0;
    while (start < old.length && start < wanted.length && old[start].isEqualNode(wanted[start])) start++;
    let end = 0;
    while (
      end < old.length - start && end < wanted.length - start &&
      old[old.length - 1 - end].isEqualNode(wanted[wanted.length - 1 - end])
    ) end++;
    const after = end ? old[old.length - end] : null;
    const free = old.slice(start, old.length - end);
    for (const node of wanted.slice(start, wanted.length - end)) {
      const found = free.findIndex((candidate) =>
        node.id ? candidate.id === node.id : candidate.nodeName === node.nodeName && !candidate.id);
      if (found < 0) {
        parent.insertBefore(document.importNode(node, true), free[0] || after);
        continue;
      }
      for (const gone of free.splice(0, found)) gone.remove();
      morph(free.shift(), node);
    }
    for (const gone of free) gone.remove();
  }

  // ------------------------------------------------------------------ the bar and the errors

  const host = document.createElement("backfile-preview");
  host.dataset.backfile = "";
  host.lang = "en";
  host.dir = "ltr";
  const shadow = host.attachShadow({ mode: "open" });
  const style = make("link", { rel: "stylesheet", href: place + "preview.css" });
  const panel = make("section", { className: "errors", hidden: true, role: "alert" });
  const bar = make("aside", { className: "bar", ariaLabel: "Preview" });
  shadow.append(style, panel, bar);
  document.documentElement.append(host);
  describe();

  function make(name, settings = {}, ...children) {
    const node = Object.assign(document.createElement(name), settings);
    node.append(...children);
    return node;
  }

  async function describe() {
    const query = new URLSearchParams({ path: location.pathname });
    const answer = await fetch(`${place}about?${query}`, { cache: "no-store" });
    if (!answer.ok) return;
    const about = await answer.json();
    if (isWaiting && about.ready) {
      location.reload();
      return;
    }
    source = about.source;
    drawErrors(about);
    drawBar(about);
  }

  function drawErrors(about) {
    panel.hidden = !about.errors.length;
    const count = about.errors.length + about.more;
    const title = count === 1 ? "1 error" : `${count} errors`;
    const hint = about.ready ? "The page below is the last good version." : "";
    const close = make("button", { type: "button", textContent: "Hide", onclick: () => { panel.hidden = true; } });
    panel.replaceChildren(
      make("header", {}, make("h2", {}, title), make("p", {}, hint), close),
      ...about.errors.map(drawProblem),
      about.more ? make("p", {}, `and ${about.more} more`) : "",
    );
  }

  function drawProblem(problem) {
    const lines = problem.lines.map(([number, text, isMeant]) => {
      const row = make("div", { className: isMeant ? "line meant" : "line" },
        make("span", { className: "number" }, String(number)), text);
      if (!isMeant || !problem.column) return row;
      const caret = make("div", { className: "line caret" },
        make("span", { className: "number" }), " ".repeat(problem.column - 1) + "^");
      return make("div", {}, row, caret);
    });
    return make("article", {},
      problem.place ? make("code", { className: "place" }, problem.place) : "",
      make("p", { className: "message" }, problem.message),
      lines.length ? make("pre", {}, ...lines) : "");
  }

  function drawBar(about) {
    const parts = [];
    if (about.badge) parts.push(make("strong", { className: "badge" }, about.badge));
    if (about.progress) parts.push(make("span", { className: "progress" }, about.progress));
    if (about.source) parts.push(make("code", { className: "source" }, about.source));
    if (about.translations.length > 1) parts.push(drawTranslations(about.translations));
    if (about.warnings.length) parts.push(drawWarnings(about.warnings));
    if (about.elsewhere) {
      const text = about.elsewhere === 1 ? "1 warning elsewhere" : `${about.elsewhere} warnings elsewhere`;
      parts.push(make("span", { className: "elsewhere" }, text));
    }
    parts.push(make("span", { className: "gone" }, "the preview has ended"));
    bar.replaceChildren(...parts);
    bar.classList.toggle("empty", parts.length === 1);
    host.toggleAttribute("data-empty", parts.length === 1);
  }

  function drawTranslations(translations) {
    return make("span", { className: "translations" }, ...translations.map((one) => {
      const title = `${one.name}: ${one.state}`;
      if (one.url) return make("a", { href: one.url, title }, one.label);
      return make("s", { title }, one.label, make("span", { className: "quiet" }, one.state));
    }));
  }

  function drawWarnings(warnings) {
    const title = warnings.length === 1 ? "1 warning" : `${warnings.length} warnings`;
    const wasOpen = Boolean(bar.querySelector("details[open]"));
    return make("details", { open: wasOpen },
      make("summary", {}, title),
      make("ul", {}, ...warnings.map((one) =>
        make("li", {}, make("code", {}, one.place), " ", one.message))));
  }
})();
