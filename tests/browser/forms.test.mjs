// Every form of the demo classroom, as each kind of person finds it by following links: what is half filled
// in survives the header's switches and an ended sign-in, and Enter presses the button that saves.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startSite } from './harness.mjs';

const site = await startSite({ demo: true });
after(() => site.stop());

const password = 'hashi-demo-2026';
const people = { learner: 'hanako', instructor: 'sensei', coordinator: 'yuko', administrator: 'kanri' };
const seen = new Set();

/** What kind of page an address is; nothing for what is no page. */
function kind(href) {
  const url = new URL(href, site.url);
  if (url.origin !== site.url || /\/files\/|\/data\/files$|\.csv$|\.ics$|\.patch$|^\/sent-files\/|^\/pkg\/|^\/sign-out/.test(url.pathname)) return undefined;
  return url.pathname
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}')
    .replace(/[0-9a-f]{40,64}/g, '{hash}')
    .replace(/(\/lessons|\/quizzes|\/courses|\/items)\/[\w-]+/g, '$1/{name}');
}

const FIELDS =
  'main form[method=post] :is(textarea, input:is(:not([type]), [type=text], [type=email], [type=tel], [type=url], [type=search]))';

/** Writes into every text field of the page, and gives what stands there then. */
const write = (page) =>
  page.$$eval(FIELDS, (fields) => {
    for (const details of document.querySelectorAll('main details')) details.open = true;
    return fields.map((field, at) => {
      field.value = `text ${at}`.slice(0, field.maxLength > 0 ? field.maxLength : 99);
      field.dispatchEvent(new Event('input', { bubbles: true }));
      return field.value;
    });
  });
const read = (page) => page.$$eval(FIELDS, (fields) => fields.map((field) => field.value));

/** Forms in which Enter would press something else than what saves. */
const wrongEnter = (page) =>
  page.$$eval('main form', (forms) =>
    forms
      .filter((form) => [...form.elements].some((field) => /^(text|email|tel|url|search|number|date|time|password)$/.test(field.type)))
      .map((form) => [...form.elements].filter((field) => field.type === 'submit'))
      .filter((buttons) => buttons.length > 1 && !buttons[0].matches('.go, [value=enter]'))
      .map(([button]) => button.outerHTML),
  );

async function switches(page, address) {
  const written = await write(page);
  await page.evaluate(() => scrollTo(0, 0));
  for (const set of ['text', 'furigana', 'lang', 'text', 'furigana', 'lang']) {
    const before = await page.evaluate(() => document.documentElement.outerHTML.split('>')[0]);
    await page.click(`header button[value=${set}]`);
    await page
      .waitForFunction((html) => document.documentElement.outerHTML.split('>')[0] !== html, before)
      .catch(() => assert.fail(`${address}: ${set} does nothing`));
    await page.waitForLoadState();
    assert.deepEqual(await read(page), written, `${address}: ${set}`);
  }
}

/** Each form is sent when the sign-in has ended; after the next one, the text is in its place. */
async function endedSignIn(page, address) {
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'sign_in');
  const forms = await page.$$eval('main form[method=post]', (all) => all.length);
  for (let at = 0; at < forms; at += 1) {
    await page.goto(address);
    await page.context().clearCookies({ name: 'sign_in' });
    const sent = await page.$$eval(
      'main form[method=post]',
      (all, which) => {
        const form = all[which];
        const fields = [...form.elements].filter((field) => /^(text|textarea|email|tel|url|search)$/.test(field.type));
        if (!fields.length || form.enctype.startsWith('multipart')) return null;
        for (const [number, field] of fields.entries()) {
          field.value = `kept ${number}`.slice(0, field.maxLength > 0 ? field.maxLength : 99);
        }
        form.noValidate = true;
        const buttons = [...form.elements].filter(({ type }) => type === 'submit');
        form.requestSubmit(buttons.find((button) => button.matches('.go')) ?? buttons[0]);
        return fields.map(({ name, value }) => [name, value]);
      },
      at,
    );
    let to = sent && '';
    if (sent) {
      await page.waitForURL((url) => url.pathname === '/sign-in', { timeout: 3_000 }).catch(() => {});
      const url = new URL(page.url());
      if (url.searchParams.get('kept') === 'yes') to = url.searchParams.get('to');
    }
    await page.context().addCookies([cookie]);
    if (sent) {
      assert.ok(to, `${address}: what was typed into form ${at} is not kept (${page.url()})`);
      await page.goto(to);
      const there = await page.$$eval('main form[method=post] :is(input, textarea)', (all) => all.map(({ name, value }) => `${name}=${value}`));
      for (const [name, value] of sent) assert.ok(there.includes(`${name}=${value}`), `${address}: ${name} of form ${at} came back empty`);
    }
  }
}

for (const [role, login] of Object.entries(people)) {
  test(`what a ${role} fills in`, async () => {
    const page = await site.newPage({ user: { login, password } });
    const plain = await site.newPage({ javaScriptEnabled: false });
    await plain.context().addCookies(await page.context().cookies());
    const waiting = ['/'];
    const mine = new Set();
    const failures = [];
    let forms = 0;
    const holds = async (check) => check().catch((error) => failures.push(error.message));
    while (waiting.length > 0) {
      const address = waiting.shift();
      const what = kind(address);
      if (!what || mine.has(what)) continue;
      mine.add(what);
      const answer = await page.goto(address);
      assert.ok(answer.status() < 400, `${address}: ${answer.status()}`);
      const links = await page.$$eval('a[href]', (all) => all.map((link) => link.getAttribute('href')));
      waiting.push(...links.filter((link) => !link.startsWith('#')));
      // The same page has other forms for other people.
      const form = `${what} ${await page.locator(FIELDS).count()}`;
      if (seen.has(form)) continue;
      seen.add(form);
      await holds(async () => assert.deepEqual(await wrongEnter(page), [], `${address}: Enter`));
      // Lessons are for reading, and have no script.
      if (/\/lessons\//.test(what) || !(await page.locator(FIELDS).count())) continue;
      forms += 1;
      // A page that fills the screen has no header.
      if (await page.locator('header form.tools').count()) await holds(() => switches(page, address));
      // What everybody may send needs no sign-in, ended or not.
      if (/^\/(registrations|information-sessions\/\{id\}\/register|enquiry)/.test(what)) continue;
      await plain.goto(address);
      await holds(() => endedSignIn(plain, address));
    }
    console.log(`${role}: ${forms} pages to fill in`);
    assert.ok(forms > 0);
    assert.deepEqual(failures, []);
  });
}
