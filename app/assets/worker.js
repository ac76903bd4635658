// The service worker of a learner's own device: pages that were seen are shown again when the line is down.
// It keeps what the server says may be kept, for the one person whose device it is, and forgets all of it as
// soon as a page comes that was drawn for anybody else. Above this stand FRAME, ALL and WORDS, which the
// server puts there: a new version of the program is a new worker.
//
// - "frame" holds style and scripts, by names that differ with their content: a kept page always finds
//   those it was made with.
// - "home ID" holds the pages and pictures of one person. Where it is not, nothing is kept: what ends it
//   (a sign-out, another person) need not wait for what is still on its way.
"use strict";

// How long a page may take before the kept one is shown, in milliseconds.
const WAIT = 4_000;
// How many pages are kept beside those of courses that were taken home.
const MOST = 200;
const PERSON = "home ";
// Until when pictures are not waited for: their page was not, either.
let slowUntil = 0;
const RECORDS = "/device/courses/";

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open("frame").then((frame) => complete(frame)));
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

/** Fetches the files of the frame that are not there yet. */
async function complete(frame) {
  for (const url of FRAME) {
    if (!(await frame.match(url))) await frame.add(url);
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (url.pathname.startsWith("/pkg/")) event.respondWith(asset(event));
  else if (request.destination === "image" && isFile(url)) event.respondWith(picture(event, url));
});

const isFile = (url) => /^\/courses\/[^/]+\/files\//.test(url.pathname);
// Of these, a query makes another page; of all others, another look at the same one.
const differs = (url) => /^\/(attempts\/|readiness$)/.test(url.pathname);
const key = (url) => url.origin + url.pathname + (differs(url) ? url.search : "");

/** Whose device it is; nobody's, where that is not clear. */
async function owner() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PERSON));
  return names.length === 1 ? names[0].slice(PERSON.length) : undefined;
}

/** What is kept under an address, for its owner. */
async function find(whose, url) {
  if (!whose || !(await caches.has(PERSON + whose))) return undefined;
  const cache = await caches.open(PERSON + whose);
  return cache.match(key(url));
}

const later = (time) => new Promise((done) => setTimeout(done, time, "late"));

// ---- What a page asks for. ----

async function page(event, url) {
  const whose = await owner();
  const came = fetch(event.request).then((response) => look(event, whose, url, response));
  event.waitUntil(came.catch(() => {}));
  const first = await Promise.race([came, later(WAIT)]).catch(() => "down");
  const answered = first instanceof Response;
  if (answered && ![502, 503, 504].includes(first.status)) return first;
  const kept = await find(whose, url);
  if (kept) {
    slowUntil = Date.now() + 5 * WAIT;
    return show(kept, first === "late" ? "late" : "down");
  }
  if (answered) return first;
  return came.catch(() => offline(whose));
}

/** Keeps what may be kept, and forgets everything where somebody else is signed in, or nobody. */
async function look(event, whose, url, response) {
  const shownTo = response.headers.get("own-device-of");
  if (!whose || !shownTo) return response;
  if (shownTo !== whose) {
    await forget();
    return response;
  }
  const word = response.headers.get("may-keep");
  if (word === "yes") event.waitUntil(keep(whose, url, response.clone()));
  else if (word === "again") event.waitUntil(take(whose, url));
  else if (word === "no" || [403, 404, 410].includes(response.status)) event.waitUntil(drop(whose, url));
  return response;
}

async function asset(event) {
  const kept = await caches.match(event.request.url);
  if (kept) return kept;
  const response = await fetch(event.request);
  if (response.ok && (await caches.has("frame"))) {
    const frame = await caches.open("frame");
    event.waitUntil(frame.put(event.request.url, response.clone()));
  }
  return response;
}

async function picture(event, url) {
  const whose = await owner();
  const came = fetch(event.request).then((response) => {
    if (response.status === 200) event.waitUntil(keep(whose, url, response.clone()));
    return response;
  });
  event.waitUntil(came.catch(() => {}));
  const patience = Date.now() < slowUntil ? 0 : WAIT;
  const first = await Promise.race([came, later(patience)]).catch(() => "down");
  if (first instanceof Response) return first;
  return (await find(whose, url)) ?? came;
}

// ---- Keeping. ----

/** Keeps an answer, with the time; gives how large it is. */
async function keep(whose, url, response) {
  // A search is not kept: the whole page is.
  if (response.status !== 200 || (url.search && !differs(url))) return 0;
  const html = (response.headers.get("content-type") ?? "").startsWith("text/html");
  if (!html && !isFile(url)) return 0;
  const headers = new Headers(response.headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) headers.delete(name);
  headers.set("kept-at", String(Date.now()));
  const body = await response.blob();
  headers.set("kept-bytes", String(body.size));
  if (!whose || !(await caches.has(PERSON + whose))) return 0;
  const cache = await caches.open(PERSON + whose);
  await cache.put(key(url), new Response(body, { headers }));
  return body.size;
}

/** Fetches an address that nobody looks at now, and keeps it; gives how large it is, or why it is not. */
async function take(whose, url) {
  let response;
  try {
    response = await fetch(url.href, { headers: { "taking-home": "yes" }, redirect: "manual", cache: "no-cache" });
  } catch {
    return "down";
  }
  if (!isFile(url)) {
    const shownTo = response.headers.get("own-device-of");
    if (shownTo && shownTo !== whose) await forget();
    if (shownTo !== whose || response.headers.get("may-keep") !== "yes") return "no";
  }
  try {
    return await keep(whose, url, response);
  } catch (error) {
    return error.name === "QuotaExceededError" ? "full" : "down";
  }
}

async function drop(whose, url) {
  const cache = await caches.open(PERSON + whose);
  // Of a test that is handed in, no question is kept.
  await cache.delete(url.origin + url.pathname, { ignoreSearch: true });
}

async function forget() {
  for (const name of await caches.keys()) await caches.delete(name);
  await registration.unregister();
}

// ---- What a page tells. ----

addEventListener("message", (event) => {
  const answer = (said) => event.ports[0]?.postMessage(said);
  const { owner: whose, missing = [], take: address, anew = [], tidy: mustTidy } = event.data ?? {};
  const work = async () => {
    if (address) return answer(await take(whose, new URL(address, location.origin)));
    for (const each of anew) await take(whose, new URL(each, location.origin));
    for (const each of missing) {
      const url = new URL(each, location.origin);
      if (!(await find(whose, url)) && (await take(whose, url)) === "down") break;
    }
    if (mustTidy) await tidy(whose);
    answer("done");
  };
  event.waitUntil(work().catch(() => answer("down")));
});

/** Pages that were made with other scripts than today's are fetched anew; scripts that no page needs go. */
async function tidy(whose) {
  if (!whose || !(await caches.has(PERSON + whose))) return;
  const cache = await caches.open(PERSON + whose);
  const frame = await caches.open("frame");
  await complete(frame);
  const strange = (await frame.keys()).filter((request) => !ALL.includes(new URL(request.url).pathname));
  if (!strange.length && (await cache.keys()).length < MOST) return;
  const belongs = new Set();
  const pages = [];
  for (const request of await cache.keys()) {
    const url = new URL(request.url);
    const kept = await cache.match(request);
    if (url.pathname.startsWith(RECORDS)) {
      const { pages = [] } = await kept.clone().json().catch(() => ({}));
      for (const address of pages) belongs.add(address);
    } else if (!isFile(url)) {
      pages.push({ url, at: Number(kept?.headers.get("kept-at")) });
    }
  }
  pages.sort((a, b) => b.at - a.at);
  const others = pages.filter(({ url }) => !belongs.has(url.pathname));
  for (const { url } of others.slice(MOST)) await cache.delete(url.href);

  const needed = new Set(ALL);
  let down = false;
  for (const { url } of pages) {
    const files = async () => {
      const html = (await (await cache.match(key(url)))?.text()) ?? "";
      return html.match(/\/pkg\/[\w.-]+/g) ?? [];
    };
    let names = await files();
    if (!down && names.some((name) => !ALL.includes(name))) {
      const said = await take(whose, url);
      down = said === "down";
      if (said === "no") await cache.delete(key(url));
      names = await files();
    }
    for (const name of names) needed.add(name);
  }
  for (const request of strange) {
    if (!needed.has(new URL(request.url).pathname)) await frame.delete(request);
  }
}

// ---- What is shown without a line. ----

/** A kept page, which says first that it is one, and of when. */
async function show(kept, why) {
  const html = await kept.text();
  const lang = /<html[^>]* lang="en"/.test(html) ? "en" : "ja";
  const at = new Date(Number(kept.headers.get("kept-at")));
  const when = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : "ja-JP", { dateStyle: "medium", timeStyle: "short" }).format(at);
  const words = WORDS[lang];
  const banner =
    `<p class="banner soon no-print" role="status" data-kept-copy="${why}" data-kept-at="${at.getTime()}">${words[why].replace("%", when)} ` +
    `<a href="">${words.again}</a></p>`;
  const body = html.replace(/<main[^>]*>/, (main) => main + banner);
  return new Response(body, { headers: kept.headers });
}

/** The page instead of one that is not kept. */
async function offline(whose) {
  const kept = await find(whose, new URL("/offline", location.origin));
  if (kept) return new Response(await kept.text(), { headers: kept.headers });
  const { ja, en } = WORDS;
  const html = `<!DOCTYPE html><html lang="ja"><meta charset="utf-8"><title>${ja.title}</title><p>${ja.none}</p><p lang="en">${en.none}</p></html>`;
  return new Response(html, { headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": "default-src 'none'" } });
}
