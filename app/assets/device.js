// What a learner's own device keeps: begun on the pages of its owner, ended on everybody else's. The keeping
// itself is the service worker's (`worker.js`); here stand what a page asks it for, taking a course home, and
// the page that lists all that is kept. It loads before `outbox.js`, and hears from it what waits.
"use strict";
(() => {
  const { owner = "", queued = "", unsendable = "" } = document.currentScript.dataset;
  // Without https there is no service worker, and nothing is kept.
  if (!navigator.serviceWorker || !globalThis.caches) {
    document.querySelector("[data-no-device]")?.removeAttribute("hidden");
    return;
  }
  const PERSON = "home ";
  const RECORDS = "/device/courses/";
  // How old a course that was taken home may be before it is compared with the classroom's, in milliseconds.
  const DAY = 86_400_000;
  const here = location.pathname + location.search;
  const isCopy = () => document.querySelector("[data-kept-copy]");
  const lang = document.documentElement.lang === "en" ? "en-GB" : "ja-JP";
  const told = (time) => new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short" }).format(new Date(time));

  function cookie(value) {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `kept=${value}; path=/; max-age=${value ? 34_560_000 : 0}; samesite=lax${secure}`;
  }

  async function forget() {
    for (const name of await caches.keys()) await caches.delete(name);
  }
  async function end() {
    await forget();
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
    // Whatever was written meanwhile.
    await forget();
    cookie("");
  }
  if (!owner) {
    end();
    return;
  }

  const open = () => caches.open(PERSON + owner);
  /** Asks the worker for something; gives what it says. */
  async function ask(what) {
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((done) => {
      port1.onmessage = ({ data }) => done(data);
      setTimeout(done, 60_000, "down");
    });
    active.postMessage({ owner, ...what }, [port2]);
    return answer;
  }

  async function begin() {
    for (const name of await caches.keys()) {
      if (name.startsWith(PERSON) && name !== PERSON + owner) await caches.delete(name);
    }
    await open();
    cookie(owner);
    const before = navigator.serviceWorker.controller;
    await navigator.serviceWorker.register("/worker.js", { updateViaCache: "none" });
    const missing = ["/", "/courses", "/glossary", "/readiness", "/device", "/offline", ...pagesOfTest()];
    // The first page of all was loaded before there was a worker.
    if (!before) missing.unshift(here);
    await ask({ missing, tidy: true });
    await courses();
  }

  const isFilledIn = () =>
    Boolean(document.querySelector("form[data-keep=live]")) ||
    [...document.querySelectorAll("main input, main textarea")].some((field) =>
      /^(radio|checkbox)$/.test(field.type)
        ? field.checked !== field.defaultChecked
        : field.type !== "hidden" && field.value !== field.defaultValue,
    );

  // ---- A test that is open: all its pages are there when the line goes. ----

  const sheet = document.querySelector("form[data-pages]");
  function pagesOfTest() {
    if (!sheet) return [];
    const numbers = Array.from({ length: Number(sheet.dataset.pages) }, (_, at) => String(at + 1));
    return [...numbers, "end"].map((number) => `${location.pathname}?q=${number}`);
  }
  let soon;
  document.addEventListener("outbox", ({ detail: { left } }) => {
    // What was saved is on the kept page, too.
    clearTimeout(soon);
    if (sheet && !left.length && !isCopy()) {
      const anew = [sheet.elements.number.value, "end"].map((number) => `${location.pathname}?q=${number}`);
      soon = setTimeout(() => ask({ anew }), 1_000);
    }
    for (const row of document.querySelectorAll("[data-row]")) {
      const chip = row.querySelector(".chip");
      if (chip && left.some((entry) => entry.lane === row.dataset.row)) {
        chip.className = "chip soon";
        chip.textContent = queued;
      }
    }
    waits(left);
  });

  // ---- Courses that were taken home. ----

  const recordOf = (course) => RECORDS + course;
  async function record(course) {
    const found = await (await open()).match(recordOf(course));
    return found?.json().catch(() => undefined);
  }
  async function write(course, value) {
    await (await open()).put(recordOf(course), new Response(JSON.stringify(value)));
  }
  async function records() {
    const keys = await (await open()).keys();
    const names = keys.map(({ url }) => new URL(url).pathname).filter((path) => path.startsWith(RECORDS));
    return names.map((path) => path.slice(RECORDS.length));
  }

  /** Takes a course home, or what is missing of it: "done", "down" or "full". */
  async function take(course, progress = () => {}) {
    const earlier = await record(course);
    let list;
    try {
      const answer = await fetch(`/courses/${course}/home`, { headers: { accept: "application/json" } });
      // A course that went is kept no more.
      if (answer.status === 404) return remove(course);
      if (!answer.ok) return "down";
      list = await answer.json();
    } catch {
      return "down";
    }
    if (earlier?.done && earlier.version === list.version) {
      await write(course, { ...earlier, looked: Date.now() });
      return "done";
    }
    const all = [...list.pages, ...list.files];
    // Begun before, and cut: what is there already is not fetched again.
    const had = earlier && !earlier.done && earlier.version === list.version ? new Set(earlier.had) : new Set();
    const now = { ...list, had: [...had], bytes: 0, done: false };
    await write(course, now);
    for (const [at, address] of all.entries()) {
      progress(at, all.length);
      if (had.has(address)) continue;
      const said = await ask({ take: address });
      if (said === "down" || said === "full") {
        await write(course, { ...now, had: [...had] });
        return said;
      }
      had.add(address);
    }
    const cache = await open();
    for (const address of [...(earlier?.pages ?? []), ...(earlier?.files ?? [])]) {
      if (!all.includes(address)) await cache.delete(address);
    }
    await write(course, { ...now, had: [], done: true, at: Date.now(), looked: Date.now() });
    return "done";
  }
  async function remove(course) {
    const found = await record(course);
    const cache = await open();
    for (const address of [...(found?.pages ?? []), ...(found?.files ?? [])]) await cache.delete(address);
    await cache.delete(recordOf(course));
    return "removed";
  }
  /** What changed in the classroom since, and what a cut left out, comes in the background. */
  async function courses() {
    for (const course of await records()) {
      const found = await record(course);
      if (!busy && (!found?.done || Date.now() - found.looked > DAY)) await take(course);
    }
  }
  let busy = false;

  const section = document.querySelector("[data-take-home]");
  if (section) {
    const { takeHome: course, ...words } = section.dataset;
    const [state, bar] = [section.querySelector("[data-state]"), section.querySelector("progress")];
    const [taking, dropping] = [section.querySelector("[data-take]"), section.querySelector("[data-drop]")];
    const draw = async (said) => {
      const found = await record(course);
      bar.hidden = true;
      taking.hidden = Boolean(found?.done);
      dropping.hidden = !found;
      if (found?.done) state.textContent = words.taken.replace("%", told(found.at));
      else state.textContent = said === "full" ? words.full : said === "down" || found ? words.cut : "";
    };
    taking.addEventListener("click", async () => {
      busy = true;
      [taking.hidden, dropping.hidden, bar.hidden, state.textContent] = [true, true, false, words.taking];
      // So that the browser does not clear it away by itself; some ask the person.
      navigator.storage?.persist?.().catch(() => {});
      const said = await take(course, (done, of) => ([bar.value, bar.max] = [done, of]));
      busy = false;
      await draw(said);
    });
    dropping.addEventListener("click", async () => {
      await remove(course);
      await draw();
      taking.focus();
    });
    navigator.serviceWorker.ready.then(draw).then(() => (section.hidden = false));
  }

  // ---- The page that lists what is kept, and what waits. ----

  const list = document.querySelector("[data-device]");
  const part = (name) => list?.querySelector(`[data-part="${name}"]`);
  const size = (bytes) => `${(Math.max(bytes, 50_000) / 1_000_000).toFixed(1)} MB`;
  function line(href, words, beside, button) {
    const li = document.createElement("li");
    li.className = "row";
    const name = document.createElement(href ? "a" : "span");
    if (href) name.href = href;
    name.textContent = words;
    const small = document.createElement("span");
    small.className = "soft";
    small.textContent = beside;
    li.append(name, small);
    if (button) {
      button.classList.add("push");
      li.append(button);
    }
    return li;
  }
  function fill(place, lines) {
    place.querySelector("ul").replaceChildren(...lines);
    place.querySelector("[data-none]").hidden = lines.length > 0;
  }

  function waits(left) {
    const place = part("waiting");
    if (!place) return;
    const lines = left.map((entry) => {
      const number = new URLSearchParams(entry.form).get("number");
      const href = entry.to.replace(/\/answers$/, "") + (number ? `?q=${number}` : "");
      const li = line(href, entry.what || entry.to, told(entry.at));
      if (entry.shown) {
        const words = document.createElement("p");
        words.className = "typed";
        words.textContent = entry.shown;
        li.append(words);
      }
      return li;
    });
    fill(place, lines);
    place.querySelector("[data-count]").textContent = String(left.length);
  }

  async function draw() {
    const cache = await open();
    const [taken, belongs] = [[], new Set()];
    const bytesOf = new Map();
    const pages = [];
    for (const request of await cache.keys()) {
      const url = new URL(request.url);
      if (url.pathname.startsWith(RECORDS)) continue;
      const kept = await cache.match(request);
      const address = url.pathname + url.search;
      bytesOf.set(address, Number(kept.headers.get("kept-bytes")));
      if (/\/files\//.test(address) || /^\/(offline|device)$/.test(address)) continue;
      pages.push({ address, at: Number(kept.headers.get("kept-at")), kept });
    }
    const button = (words, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "quiet danger";
      made.textContent = words;
      made.addEventListener("click", act);
      return made;
    };
    for (const course of await records()) {
      const found = await record(course);
      const all = [...found.pages, ...found.files];
      for (const address of all) belongs.add(address);
      const bytes = all.reduce((sum, address) => sum + (bytesOf.get(address) ?? 0), 0);
      const since = found.done ? told(found.at) : list.dataset.cut;
      const out = button(list.dataset.remove, async () => {
        await remove(course);
        await draw();
      });
      out.setAttribute("aria-label", `${found.title}: ${list.dataset.remove}`);
      taken.push(line(`/courses/${course}`, found.title, `${size(bytes)} · ${since}`, out));
    }
    fill(part("courses"), taken);
    const others = pages.filter(({ address }) => !belongs.has(address)).sort((a, b) => b.at - a.at);
    const lines = [];
    for (const { address, at, kept } of others) {
      const title = /<title>([^<]*)<\/title>/.exec(await kept.text())?.[1] ?? address;
      const plain = new DOMParser().parseFromString(title, "text/html").body.textContent;
      lines.push(line(address, plain.replace(/ — [^—]*$/, ""), told(at)));
    }
    fill(part("pages"), lines);
    const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    part("room").textContent = list.dataset.room.replace("%", size(usage)).replace("%", size(quota));
    list.hidden = false;
  }
  if (list) {
    list.querySelector("[data-remove-all]").addEventListener("click", async () => {
      await caches.delete(PERSON + owner);
      await open();
      part("said").textContent = list.dataset.removed;
      await draw();
    });
  }

  // A kept page is loaded anew once the line is back, unless something stands in it.
  addEventListener("online", () => {
    if (isCopy() && !isFilledIn()) setTimeout(() => location.reload(), 500);
  });

  // Forms that cannot wait say so without a line, and stay as they are.
  const passed = new WeakSet();
  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    const sure = navigator.onLine && !isCopy();
    if (sure || event.defaultPrevented || form.method !== "post" || passed.has(form)) return;
    event.preventDefault();
    const up = await fetch("/health", { method: "HEAD", cache: "no-store" }).then((answer) => answer.ok, () => false);
    if (up) {
      passed.add(form);
      form.requestSubmit(submitter);
      return;
    }
    const main = document.querySelector("main");
    const said = main.querySelector("[data-unsendable]") ?? document.createElement("p");
    [said.className, said.dataset.unsendable, said.textContent] = ["banner miss", "", unsendable];
    said.setAttribute("role", "alert");
    main.prepend(said);
    said.scrollIntoView({ block: "nearest" });
  });

  const drawn = list ? () => draw() : () => {};
  begin()
    .catch(() => {})
    .then(drawn);
  // Without a line, nothing more comes: what is there is shown at once.
  drawn();
})();
