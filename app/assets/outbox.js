// What is entered is kept on this device until the server has it on its disk: answers, marks, and every
// other form that says so with `data-keep`. This script loads before the page is usable and needs nothing
// else; without it, the same forms are posted as forms are.
//
// - An entry belongs to the person on whose page it was made. Only that person's page sends it.
// - It goes once the server says that it is saved, or says in words why it never will be. A line that is
//   down, a sign-in that has ended, an error, a page where an answer was expected: it stays.
// - It carries the key that makes a second sending harmless, the answers that its page showed (`base`), and
//   when it was made.
"use strict";
(() => {
  // The words, in the reader's language, and whose page this is, stand in this script's own tag.
  const { owner = "", ...words } = document.currentScript.dataset;
  // How long typing rests before it is sent, and the pauses before another try, in milliseconds.
  const REST = 600;
  const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
  const SHELF = "outbox ";

  // ---- Where entries are kept: IndexedDB, or the older storage where there is none. ----

  let opened;
  const open = () =>
    (opened ??= new Promise((done, fail) => {
      const ask = indexedDB.open("kakehashi", 1);
      ask.onupgradeneeded = () => ask.result.createObjectStore("outbox", { keyPath: "id" });
      ask.onsuccess = () => {
        // Closed from outside, as when somebody signs out in another tab: the next use opens it again.
        ask.result.onclose = () => (opened = undefined);
        ask.result.onversionchange = () => {
          ask.result.close();
          opened = undefined;
        };
        done(ask.result);
      };
      ask.onerror = ask.onblocked = () => fail(ask.error);
    }));
  const inBase = async (mode, ask) => {
    const base = await open();
    return new Promise((done, fail) => {
      const transaction = base.transaction("outbox", mode);
      const asked = ask(transaction.objectStore("outbox"));
      // Written even when the page is closed in the same moment.
      transaction.commit?.();
      transaction.oncomplete = () => done(asked.result);
      transaction.onabort = () => fail(transaction.error);
    });
  };
  const failed = () => (opened = undefined);

  async function put(entry) {
    try {
      await inBase("readwrite", (entries) => entries.put(entry));
    } catch {
      failed();
      try {
        localStorage.setItem(SHELF + entry.id, JSON.stringify(entry));
      } catch {
        // Neither storage: it lives as long as this page.
        unstored.set(entry.id, entry);
      }
    }
  }
  async function remove(id) {
    unstored.delete(id);
    await inBase("readwrite", (entries) => entries.delete(id)).catch(failed);
    try {
      localStorage.removeItem(SHELF + id);
    } catch {}
  }
  /** The names of everybody's entries. */
  async function names() {
    const ids = (await inBase("readonly", (entries) => entries.getAllKeys()).catch(failed)) ?? [];
    return [...new Set([...ids, ...shelved(), ...unstored.keys()])].sort();
  }
  /** This person's entries, oldest first. */
  async function mine() {
    if (!owner) return [];
    const range = IDBKeyRange.bound(`${owner} `, `${owner}!`);
    const found = (await inBase("readonly", (entries) => entries.getAll(range)).catch(failed)) ?? [];
    const shelf = shelved().filter((id) => id.startsWith(`${owner} `));
    found.push(...shelf.map((id) => JSON.parse(localStorage.getItem(SHELF + id))), ...unstored.values());
    return found.sort((a, b) => (a.id < b.id ? -1 : 1));
  }
  const unstored = new Map();
  function shelved() {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(SHELF)).map((name) => name.slice(SHELF.length));
    } catch {
      return [];
    }
  }

  /** Tells the server by a cookie for whom something waits here: pages without any script then load this one. */
  async function note() {
    const counts = new Map();
    for (const id of await names()) {
      const whose = id.split(" ")[0];
      counts.set(whose, (counts.get(whose) ?? 0) + 1);
    }
    write(counts);
  }
  function write(counts) {
    const value = [...counts].map(([whose, count]) => `${whose}:${count}`).join(".");
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `waiting=${value}; path=/; max-age=${value ? 34_560_000 : 0}; samesite=lax${secure}`;
  }

  // ---- Making entries. ----

  /** A key that sorts by time (UUID version 7). */
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    let now = Date.now();
    for (let at = 5; at >= 0; at -= 1, now = Math.floor(now / 256)) bytes[at] = now % 256;
    bytes[6] = (bytes[6] & 15) | 112;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  /** What is in a form, as it would post it. */
  function content(form, button) {
    const content = new URLSearchParams(new FormData(form));
    if (button?.name) content.append(button.name, button.value);
    return content;
  }
  const entered = (form) => {
    const plain = content(form);
    for (const name of ["key", "base", "owner"]) plain.delete(name);
    return plain.toString();
  };
  const isChanged = (field) =>
    field.type === "radio" || field.type === "checkbox"
      ? field.checked !== field.defaultChecked
      : field.options
        ? field.value !== ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value
        : field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue;

  /** What this page last did with a form: `{ entry, was, tried }`. */
  const last = new Map();
  /** Keys of entries that are on their way or were, so that the server may have them. */
  const tried = new Set();
  /** Keys of entries for which a newer one stands. */
  const dropped = new Set();

  /** Keeps what is in a form now. */
  async function keep(form, button) {
    const live = form.dataset.keep === "live";
    const text = entered(form);
    const before = last.get(form);
    if (live && before?.was === text) return;
    const { key: keyField, base: baseField } = form.elements;
    const key = newKey();
    if (keyField) keyField.value = key;
    // Upon what this page showed: the server's answers, and then this page's own.
    const replaced = live && before?.entry && !before.saved && !before.adopted && !tried.has(before.entry.key);
    if (replaced) dropped.add(before.entry.key);
    if (baseField && before?.entry) {
      const { key: earlier, base } = before.entry;
      baseField.value = before.saved ? earlier : replaced ? base : `${earlier} ${base}`.trim();
    }
    const entry = {
      id: `${owner} ${key}`,
      key,
      base: baseField?.value ?? "",
      lane: form.dataset.lane,
      to: form.dataset.to ?? form.getAttribute("action") ?? location.pathname,
      form: content(form, button).toString(),
      what: form.dataset.what ?? "",
      at: Date.now(),
    };
    last.set(form, { entry, was: text });
    say("saving");
    bump(replaced ? 0 : 1);
    await put(entry);
    // Never sent, and never seen by anybody: the newer one stands for it.
    if (replaced) await remove(before.entry.id);
  }

  let counted = 0;
  function bump(by) {
    counted += by;
    const others = (document.cookie.match(/(?:^|; )waiting=([^;]*)/)?.[1] ?? "").split(".").filter(Boolean);
    const counts = new Map(others.map((pair) => pair.split(":")));
    if (counted > 0) counts.set(owner, counted);
    write(counts);
  }

  // ---- Sending. ----

  /** Sends one entry; gives what the server says, or why nothing was understood. */
  async function post(entry) {
    tried.add(entry.key);
    const body = new URLSearchParams(entry.form);
    body.set("age", String(Math.max(0, Date.now() - entry.at)));
    const text = body.toString();
    let answer;
    try {
      answer = await fetch(entry.to, {
        method: "POST",
        body: text,
        headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
        redirect: "manual",
        cache: "no-store",
        // Goes on when the page is left; browsers allow 64 kB of that.
        keepalive: text.length < 50_000,
      });
    } catch {
      return { refused: { why: "down" } };
    }
    const told = await answer.json().catch(() => null);
    if (answer.ok && told?.saved === true) return told;
    if (told?.refused?.why) return told;
    return { refused: { why: "later" } };
  }

  let sending = false;
  let more = false;
  let timer;
  let failures = 0;
  /** The trouble that keeps entries here: "down", "sign-in", "other-person" or "later". */
  let trouble;

  async function send() {
    clearTimeout(timer);
    if (!owner) return;
    if (sending) {
      more = true;
      return;
    }
    sending = true;
    do {
      more = false;
      trouble = await round();
    } while (more && !trouble);
    sending = false;
    const left = await mine();
    counted = left.length;
    await note();
    if (trouble) {
      failures += 1;
      timer = setTimeout(send, PAUSES[Math.min(failures, PAUSES.length) - 1]);
      if (left.length) say(trouble);
    } else {
      failures = 0;
    }
    changed(left);
  }

  /** Sends what waits, oldest first. What cannot be sent holds back only what belongs to the same thing. */
  async function round() {
    const stuck = new Set();
    let worst;
    for (const entry of await mine()) {
      if (stuck.has(entry.lane) || dropped.has(entry.key)) continue;
      const told = await post(entry);
      const why = told.refused?.why;
      if (why === "down" || why === "sign-in" || why === "other-person") return why;
      // Refused for good, in words: only these two are.
      const final = why === "refused" || why === "invalid";
      if (!told.saved && !final) {
        stuck.add(entry.lane);
        worst = "later";
        continue;
      }
      await remove(entry.id);
      for (const act of last.values()) if (act.entry?.key === entry.key) act.saved = told.saved === true;
      // Its form shows again what the server has.
      const form = [...document.forms].find((form) => form.dataset.keep === "submit" && form.dataset.lane === entry.lane);
      const value = new URLSearchParams(entry.form).getAll("mark").at(-1);
      if (!told.late) form?.dispatchEvent(new CustomEvent(final ? "refused" : "sent", { bubbles: true, detail: { value } }));
      if (final) say("refused", told.refused.say);
      else if (told.beside) say("beside");
      else if (told.late) say("late");
      else if (!(await mine()).length) say("saved");
    }
    return worst;
  }

  // ---- What the page says. ----

  const TONES = { saving: "calm", saved: "met", refused: "miss", beside: "soon", late: "soon" };
  let said;
  function say(state, sentence) {
    // A refusal and a question to the learner stay until something else is entered.
    if ((said === "refused" || said === "beside") && state === "saved") return;
    said = state;
    const text = sentence ?? words[state.replace(/-./, (end) => end[1].toUpperCase())] ?? "";
    let place = document.querySelector("[data-kept]");
    if (!place) {
      // A page that knows nothing of what waits: said at its top, once it is not sent at once.
      if (state === "saving") return;
      place = document.createElement("p");
      place.dataset.kept = "";
      place.setAttribute("role", "status");
      document.querySelector("main")?.prepend(place);
    }
    const chip = place.querySelector(".chip") ?? place.appendChild(document.createElement("span"));
    chip.className = `chip ${TONES[state] ?? "soon"}`;
    if (chip.textContent !== text) chip.textContent = text;
    place.querySelector("a")?.remove();
    const link = document.createElement("a");
    const here = location.pathname + location.search;
    const ways = {
      "sign-in": [`/sign-in?to=${encodeURIComponent(here)}`, words.toSignIn],
      "other-person": ["/sign-out", words.toSignOut],
      beside: [here, words.toChoose],
    };
    if (ways[state]) {
      [link.href, link.textContent] = ways[state];
      place.append(" ", link);
    }
  }

  /** Pages that lead on, or show what waits, follow it. */
  function changed(left) {
    document.dispatchEvent(new CustomEvent("outbox", { detail: { left, trouble } }));
  }

  // ---- The forms of this page. ----

  /** Puts what was entered earlier into a form. */
  function fill(form, text) {
    const given = new URLSearchParams(text);
    for (const field of form.elements) {
      if (!field.name || field.type === "hidden" || field.type === "submit" || field.type === "file") continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = given.getAll(field.name).includes(field.value);
      else field.value = given.get(field.name) ?? "";
    }
    form.dispatchEvent(new Event("refill", { bubbles: true }));
  }

  const forms = (kind) => [...document.querySelectorAll(`form[data-keep="${kind}"]`)];
  let rest;
  function soon(wait) {
    clearTimeout(rest);
    rest = setTimeout(send, wait);
  }

  for (const form of owner ? forms("live") : []) {
    last.set(form, { was: [...form.elements].some(isChanged) ? undefined : entered(form) });
    form.addEventListener("input", (event) => {
      keep(form);
      const typing = /^(text|textarea|number|email|tel|search)$/.test(event.target.type ?? "");
      soon(typing ? REST : 0);
    });
    // What was chosen before this script arrived.
    if (last.get(form).was === undefined) {
      keep(form);
      soon(0);
    }
  }
  for (const form of owner ? forms("submit") : []) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = event.submitter;
      keep(form, button);
      const value = content(form, button).getAll("mark").at(-1) ?? button?.value;
      form.dispatchEvent(new CustomEvent("kept", { bubbles: true, detail: { value } }));
      soon(0);
    });
  }

  /** What an earlier page of this person left behind is shown again, and goes first. */
  async function begin() {
    const left = await mine();
    counted = left.length;
    await note();
    for (const entry of left) {
      const form = [...document.forms].find((form) => form.dataset.keep && form.dataset.lane === entry.lane);
      if (!form) continue;
      if (form.dataset.keep === "submit") {
        const value = new URLSearchParams(entry.form).getAll("mark").at(-1);
        form.dispatchEvent(new CustomEvent("kept", { bubbles: true, detail: { value } }));
      } else if (!last.get(form)?.entry || last.get(form).adopted) {
        fill(form, entry.form);
        last.set(form, { entry, was: entered(form), adopted: true });
        if (form.elements.key) form.elements.key.value = entry.key;
        if (form.elements.base) form.elements.base.value = entry.base;
      }
    }
    if (left.length) say("saving");
    changed(left);
    send();
  }

  // Leaving: what was just typed goes along, whatever becomes of this page.
  function leave() {
    for (const { entry, saved } of last.values()) {
      if (entry && !saved && !tried.has(entry.key)) post(entry);
    }
  }
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
    else again();
  });
  const again = () => {
    failures = 0;
    send();
  };
  addEventListener("online", again);
  // Out of the browser's memory, a page may show what is long past.
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  // A form that leads on waits until nothing of its own waits here; pressed again, it goes at once.
  for (const form of owner ? document.querySelectorAll("form[data-wait]") : []) {
    let pressed = false;
    form.addEventListener("submit", async (event) => {
      if (pressed || (!counted && navigator.onLine)) return;
      event.preventDefault();
      pressed = true;
      const button = event.submitter;
      const since = Date.now();
      const go = () => form.requestSubmit(button);
      send();
      const look = setInterval(async () => {
        const waits = (await mine()).some((entry) => entry.lane.startsWith(form.dataset.wait));
        if (!waits && (navigator.onLine || (await isUp()))) {
          clearInterval(look);
          go();
        } else if (trouble === "sign-in" || trouble === "other-person") {
          clearInterval(look);
        } else if (Date.now() - since > 1_000) {
          // An entry on its way takes a moment; nothing is said of that.
          const chip = form.querySelector("[data-waits]") ?? form.appendChild(document.createElement("span"));
          chip.dataset.waits = "";
          chip.setAttribute("role", "status");
          chip.className = "chip soon";
          chip.textContent = words.waits;
        }
      }, 150);
    });
  }
  const isUp = () => fetch("/health", { method: "HEAD", cache: "no-store" }).then((answer) => answer.ok, () => false);

  // Before a hand-in or a sign-out, the page says what still waits.
  for (const list of document.querySelectorAll("[data-waiting]")) {
    let waited = false;
    document.addEventListener("outbox", ({ detail: { left } }) => {
      const here = left.filter((entry) => entry.lane.startsWith(list.dataset.waiting));
      list.querySelector("ul").replaceChildren(
        ...[...new Set(here.map((entry) => entry.what))].map((what) => {
          const line = document.createElement("li");
          line.textContent = what;
          return line;
        }),
      );
      if (here.length) waited = true;
      // What was sent since is shown by the page as the server draws it now.
      else if (waited) location.reload();
      else {
        list.hidden = true;
        document.getElementById(list.dataset.shows)?.removeAttribute("hidden");
      }
    });
  }
  for (const form of document.querySelectorAll("form[data-discard]")) {
    form.addEventListener("submit", async (event) => {
      if (form.dataset.discard === "done") return;
      event.preventDefault();
      for (const entry of await mine()) await remove(entry.id);
      await note();
      form.dataset.discard = "done";
      form.requestSubmit(event.submitter);
    });
  }

  begin();
})();
