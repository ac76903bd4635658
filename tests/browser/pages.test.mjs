// Every page of the demo classroom, in both languages, as each kind of person finds it by following
// links: one page of each kind (addresses that differ in an id only are one kind).

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkPage, startSite } from './harness.mjs';

const site = await startSite({ demo: true });
after(() => site.stop());

const password = 'hashi-demo-2026';
const people = { visitor: undefined, learner: 'taro', instructor: 'sensei', coordinator: 'yuko', administrator: 'kanri' };

/** Kinds of pages that somebody has looked at already; a learner's home is not an administrator's. */
const seen = new Set();

/** What kind of page an address is; nothing for what is no page. */
function kind(href) {
  const url = new URL(href, site.url);
  if (url.origin !== site.url || /\/files\/|\/data\/files$|\.csv$|\.ics$|\.patch$|^\/sent-files\/|^\/pkg\//.test(url.pathname)) return undefined;
  const path = url.pathname
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}')
    .replace(/[0-9a-f]{40,64}/g, '{hash}')
    .replace(/(\/lessons|\/quizzes|\/courses|\/items|\/first-lessons)\/[\w-]+/g, '$1/{name}');
  return path;
}

for (const [role, login] of Object.entries(people)) {
  test(`every page that a ${role} can reach`, async () => {
    const page = await site.newPage(login ? { user: { login, password } } : {});
    const waiting = ['/'];
    const mine = new Set();
    let checked = 0;
    while (waiting.length > 0) {
      const address = waiting.shift();
      const what = kind(address);
      if (!what || mine.has(what)) continue;
      mine.add(what);
      const answer = await page.goto(address);
      assert.ok(answer.status() < 400, `${address}: ${answer.status()}`);
      // What a visitor may not see is looked at by those who may.
      if (!login && page.url().includes('/sign-in?')) continue;
      const links = await page.$$eval('a[href]', (all) => all.map((link) => link.getAttribute('href')));
      waiting.push(...links.filter((link) => !link.startsWith('#')));
      // The start page and the menu differ by role; other pages are looked at once.
      if (seen.has(what) && what !== '/') continue;
      seen.add(what);
      for (const lang of ['ja', 'en']) {
        if ((await page.getAttribute('html', 'lang')) !== lang) {
          // By its own form's request: a page that fills the screen has no header.
          const headers = { 'sec-fetch-site': 'same-origin' };
          await page.context().request.post('/preferences', { form: { set: 'lang', back: '/' }, headers });
          await page.goto(address);
        }
        assert.equal(await page.getAttribute('html', 'lang'), lang, address);
        await checkPage(page);
        checked += 1;
      }
    }
    assert.ok(checked > 0);
  });
}
