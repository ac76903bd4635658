// At home without a line, on a device of one's own: pages that were read are shown again with their date, a
// course can be taken home, and what is answered meanwhile is sent later. On any other device nothing is kept.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { axe, checkPage, coursesWith, shot, startSite, until } from './harness.mjs';

const password = 'hashi-demo-2026';
const LESSON = '/courses/it-basics/lessons/mouse';
const PICTURE = '.prose img';
const site = await startSite({ demo: true, env: { KAKEHASHI_COURSES: await coursesWith('cuts') } });
after(() => site.stop());

/** Somebody signs in, on a device of their own or on a shared one. */
async function device(login, { own = true, ...more } = {}) {
  const page = await site.newPage(more);
  await signInOn(page, login, own);
  if (own && login === 'taro') await keeps(page);
  return page;
}
async function signInOn(page, login, own) {
  await page.goto('/sign-in');
  await page.fill('#email', login);
  await page.fill('#password', password);
  if (own) await page.check('[name=own_device]');
  await page.locator('main button.go').click();
  await page.waitForURL((now) => now.pathname !== '/sign-in');
}

/** All that is kept on the device: the names of the caches, and the addresses in them. */
const kept = (page) =>
  page.evaluate(async () => {
    const all = {};
    for (const name of await caches.keys()) {
      const requests = await (await caches.open(name)).keys();
      all[name] = requests.map(({ url }) => new URL(url).pathname + new URL(url).search);
    }
    return all;
  });
const pagesOf = async (page) => Object.entries(await kept(page)).filter(([name]) => name !== 'frame').flatMap(([, pages]) => pages);
const workers = (page) => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
/** Until the worker answers for the page, and keeps these addresses. */
const keeps = (page, ...paths) =>
  until(`${['/', '/device', '/offline', ...paths]} to be kept`, async () => {
    const ready = await page.evaluate(() => Boolean(navigator.serviceWorker.controller)).catch(() => false);
    const pages = ready ? await pagesOf(page).catch(() => []) : [];
    return ready && ['/', '/device', '/offline', ...paths].every((path) => pages.includes(path));
  }, 20);
const nothingKept = (page) =>
  until('nothing to be kept', async () => Object.keys(await kept(page)).length === 0 && (await workers(page)) === 0, 10);
const waits = async (page) => (await page.context().cookies()).find(({ name }) => name === 'waiting')?.value ?? '';
const nothingWaits = (page) => until('all to be sent', async () => !(await waits(page)), 40);
const copy = (page) => page.locator('[data-kept-copy]');

test('a lesson that was read is shown without a line, with its date; practice waits and is sent later', async () => {
  const page = await device('taro', { width: 390 });
  await page.goto(LESSON);
  await page.locator(PICTURE).first().waitFor();
  const picture = await page.locator(PICTURE).first().getAttribute('src');
  await keeps(page, LESSON, picture);
  await page.context().setOffline(true);
  await page.goto(LESSON);
  const today = new Intl.DateTimeFormat('ja-JP', { dateStyle: 'medium', timeZone: 'Asia/Tokyo' }).format(new Date());
  assert.match(await copy(page).textContent(), new RegExp(`回線が切れています。これは、${today}`));
  assert.ok(await page.locator(PICTURE).first().evaluate(async (image) => (await image.decode(), image.naturalWidth > 0)));
  await axe(page);
  await shot(page, 'offline-lesson');

  // Answered without a line: it waits, and says so.
  const form = page.locator('form#q-open-icon');
  await form.locator('label.choice', { hasText: '続けて2回' }).click();
  await form.locator('button[value=answer]').click();
  await form.locator('.chip.soon', { hasText: 'この機械に残してあります' }).waitFor();
  await shot(page, 'offline-practice');
  await page.goto('/device');
  await page.locator('[data-part=waiting] li', { hasText: 'アイコンを開くのはどれですか' }).waitFor();
  assert.equal(await page.locator('[data-count]').textContent(), '1');
  await axe(page);
  await shot(page, 'offline-device');

  // What cannot wait says so, and the page stays.
  await page.goto(LESSON);
  await page.locator('header form[action="/help"] button').click();
  await page.locator('[data-unsendable]', { hasText: 'いまは送れません' }).waitFor();

  // What is not kept is said kindly, in both languages.
  await page.goto('/courses/it-basics/lessons/printing');
  await page.getByRole('heading', { name: 'The line is down' }).waitFor();
  await page.locator('h1', { hasText: '回線が切れています' }).waitFor();
  await axe(page);
  await shot(page, 'offline-nothing');

  await page.goto(LESSON);
  await form.locator('.chip.soon').waitFor();
  await page.context().setOffline(false);
  await nothingWaits(page);
  await page.goto(LESSON);
  assert.equal(await copy(page).count(), 0, 'with a line, the page is the newest one');
  // A wrong answer shows that it arrives as it always did.
  await form.locator('label.choice', { hasText: '右のボタン' }).click();
  await form.locator('button[value=answer]').click();
  await form.getByText('もう一度考えてみましょう').waitFor();
  await page.context().close();
});

test('a lesson is finished without a line, and the next page opens where it is kept', async () => {
  const page = await device('taro');
  await page.goto('/courses/it-basics/lessons/screen-tour');
  const next = await page.locator('[data-next]').getAttribute('data-next');
  await keeps(page, '/courses/it-basics/lessons/screen-tour');
  if (next.includes('/lessons/')) {
    await page.goto(next);
    await keeps(page, next);
  }
  await page.context().setOffline(true);
  await page.goto('/courses/it-basics/lessons/screen-tour');
  await copy(page).waitFor();
  await page.locator('button[value=finish]').click();
  if (next.includes('/lessons/')) await page.waitForURL((now) => now.pathname === next);
  else await page.locator('.lesson-end .chip.soon').waitFor();
  await until('it to wait', () => waits(page), 5);
  await page.context().setOffline(false);
  await nothingWaits(page);
  await page.goto('/courses/it-basics');
  await page.locator('.item.done a[href$="/screen-tour"]').waitFor();
  await page.context().close();
});

test('a course is taken home with one press, listed with its size, and removed with one', async () => {
  const page = await device('taro', { width: 360 });
  await page.goto('/courses/typing');
  const section = page.locator('[data-take-home]');
  await section.scrollIntoViewIfNeeded();
  assert.match(await section.locator('[data-take]').textContent(), /およそ [\d.]+ MB/);
  await checkPage(page);
  await shot(page, 'take-home');
  await section.locator('[data-take]').click();
  await section.getByText('この機械にあります').waitFor({ timeout: 30_000 });
  await shot(page, 'taken-home');
  const lesson = '/courses/typing/lessons/keypad';
  await page.context().setOffline(true);
  await page.goto(lesson);
  await copy(page).waitFor();
  assert.ok(await page.locator(PICTURE).first().evaluate(async (image) => (await image.decode(), image.naturalWidth > 0)));
  await page.goto('/device');
  const line = page.locator('[data-part=courses] li', { hasText: 'タイピング' });
  await line.getByText(/MB/).waitFor();
  await shot(page, 'device');
  await page.context().setOffline(false);
  await page.goto('/device');
  await line.waitFor();
  await checkPage(page);
  await line.locator('button').click();
  await page.locator('[data-part=courses] [data-none]').waitFor();
  assert.ok(!(await pagesOf(page)).includes(lesson));
  await page.locator('[data-remove-all]').click();
  await page.getByText('すべて消しました').waitFor();
  assert.deepEqual(await pagesOf(page), []);
  await page.context().close();
});

test('a test that was begun goes on without a line, and the hand-in waits and is sent after the answers', async () => {
  const page = await device('taro', { width: 390 });
  const context = page.context();
  await page.goto('/courses/cuts/quizzes/cuts');
  await page.locator('main form button').first().click();
  await page.waitForURL(/\/attempts\//);
  const attempt = new URL(page.url()).pathname;
  await keeps(page, `${attempt}?q=1`, `${attempt}?q=3`, `${attempt}?q=end`);
  await page.goto(`${attempt}?q=2`);
  await context.setOffline(true);
  const field = page.locator('#answer-form').locator('[name=answer]:not([type=radio])').first();
  await field.fill('without a line');
  await page.locator('.save-state .soon').waitFor();
  await page.locator('button[value=next]').click();
  await page.waitForURL((now) => now.search === '?q=3');
  await copy(page).waitFor();
  await field.fill('the next one');
  await page.locator('button[value=back]').click();
  await page.waitForURL((now) => now.search === '?q=2');
  await until('the answer', async () => (await field.inputValue()) === 'without a line', 5);
  await page.goto(`${attempt}?q=end`);
  await page.locator('li[data-row]', { hasText: 'この機械で送信を待っています' }).nth(1).waitFor();
  await page.locator('button[value=submit]').click();
  await page.locator('#hand-in .chip.soon', { hasText: '自動で提出します' }).waitFor({ timeout: 20_000 });
  await axe(page);
  await shot(page, 'offline-hand-in');
  await page.close();
  await context.setOffline(false);
  const later = await context.newPage();
  await later.goto('/');
  await nothingWaits(later);
  await later.goto(attempt);
  await later.getByRole('heading', { name: 'けっか' }).waitFor();
  await later.getByText('without a line').first().waitFor();
  await later.getByText('the next one').first().waitFor();
  // No question of a test that is handed in is kept, nor its result.
  await until('it to be gone', async () => !(await pagesOf(later)).some((path) => path.startsWith(attempt)), 5);
  await context.close();
});

test('a shared device keeps nothing, and nothing of staff is kept anywhere', async () => {
  const shared = await device('hanako', { own: false });
  await shared.goto(LESSON);
  await shared.waitForTimeout(1_000);
  assert.deepEqual(await kept(shared), {});
  assert.equal(await workers(shared), 0);
  assert.equal(await shared.locator('script').count(), 0, 'the page has no script');
  await shared.goto('/device');
  await checkPage(shared);
  const teacher = await device('sensei');
  for (const path of ['/', '/courses', LESSON, '/cohorts', '/people', '/device']) await teacher.goto(path);
  await teacher.waitForTimeout(1_000);
  assert.deepEqual(await kept(teacher), {});
  assert.equal(await workers(teacher), 0);
});

test('signing out removes all of it, and so does somebody else who signs in', async () => {
  const page = await device('taro');
  await page.goto(LESSON);
  await keeps(page, LESSON);
  const allowed = /^\/($|courses($|\/[\w-]+($|\/lessons\/|\/files\/))|glossary$|readiness|device|offline$|attempts\/)/;
  assert.deepEqual((await pagesOf(page)).filter((path) => !allowed.test(path)), []);
  await page.locator('details.menu summary').click();
  await page.locator('form[action="/sign-out"] button').click();
  await page.waitForURL(/sign-in/);
  await nothingKept(page);

  // Ended elsewhere, or by time: the next person's page is the first one that this device sees.
  for (const own of [true, false]) {
    await signInOn(page, 'taro', true);
    await page.goto(LESSON);
    await keeps(page, LESSON);
    const before = Object.keys(await kept(page)).find((name) => name !== 'frame');
    await page.context().clearCookies({ name: 'sign_in' });
    const next = await page.context().newPage();
    await signInOn(next, 'hanako', own);
    await until('it to be gone', async () => !(before in (await kept(next))), 10);
    await next.context().setOffline(true);
    await next.goto(LESSON).catch(() => {});
    assert.equal(await copy(next).count(), 0, 'nothing that the one before read is shown');
    await next.context().setOffline(false);
    await next.goto('/courses');
    if (!own) await nothingKept(next);
    await next.goto('/sign-out');
    await next.locator('main form button').click();
    await next.waitForURL(/sign-in/);
    await nothingKept(next);
    await next.close();
  }
});

test('a page made with other scripts than today’s is fetched anew, and its scripts stay until then', async () => {
  const page = await device('taro');
  await page.goto(LESSON);
  await keeps(page, LESSON);
  // As an earlier version of the program left it.
  await page.evaluate(async (path) => {
    const name = (await caches.keys()).find((name) => name !== 'frame');
    const cache = await caches.open(name);
    const now = await cache.match(path);
    const html = (await now.text()).replace(/\/pkg\/style-\w+\.css/, '/pkg/style-0000000000000000.css');
    await cache.put(path, new Response(html, { headers: now.headers }));
    await (await caches.open('frame')).put('/pkg/style-0000000000000000.css', new Response('body{outline:dotted}', { headers: { 'content-type': 'text/css' } }));
  }, LESSON);
  await page.context().setOffline(true);
  await page.goto(LESSON);
  await copy(page).waitFor();
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).outlineStyle), 'dotted', 'in the style it was made with');
  await page.context().setOffline(false);
  await page.goto('/courses');
  const old = '/pkg/style-0000000000000000.css';
  await until('today’s version', async () => !(await kept(page)).frame.includes(old), 20);
  await page.context().setOffline(true);
  await page.goto(LESSON);
  await copy(page).waitFor();
  assert.doesNotMatch(await page.content(), /style-0000000000000000/);
  await page.context().close();
});

test('on a line that does not answer, the kept page comes after some seconds', async () => {
  const page = await device('taro');
  await page.goto(LESSON);
  await keeps(page, LESSON);
  site.pause();
  try {
    await page.goto(LESSON, { timeout: 20_000 });
    assert.match(await copy(page).textContent(), /回線がおそい/);
  } finally {
    site.resume();
  }
  await page.goto(LESSON);
  assert.equal(await copy(page).count(), 0);
  await page.context().close();
});

test('a lesson is read aloud sentence by sentence, where there is a voice', async () => {
  const silent = await device('taro');
  await silent.goto(LESSON);
  assert.equal(await silent.locator('[data-aloud]').isVisible(), false, 'no voice, no button');
  await silent.context().close();

  const page = await site.newPage({ width: 390 });
  await page.addInitScript(() => {
    globalThis.spoken = [];
    const stub = {
      getVoices: () => [{ lang: 'ja-JP', name: 'Stub' }],
      addEventListener() {},
      cancel() {},
      speak(utterance) {
        globalThis.spoken.push([utterance.text, utterance.rate]);
        globalThis.utterance = utterance;
      },
    };
    Object.defineProperty(globalThis, 'speechSynthesis', { value: stub });
    globalThis.SpeechSynthesisUtterance = class {
      constructor(text) {
        this.text = text;
      }
    };
  });
  await signInOn(page, 'taro', true);
  await page.goto(LESSON);
  await page.locator('[data-read]').click();
  const spoken = () => page.evaluate(() => globalThis.spoken);
  assert.equal((await spoken()).length, 1);
  assert.equal(await page.evaluate(() => CSS.highlights.get('aloud').size), 1);
  await page.locator('[data-speed]').selectOption('0.7');
  await page.evaluate(() => globalThis.utterance.onend());
  const all = await spoken();
  assert.equal(all.at(-1)[1], 0.7);
  // Readings above the letters are not spoken a second time: the heading is said as it is written.
  const heading = await page.locator('article h1').evaluate((title) => {
    const plain = title.cloneNode(true);
    for (const reading of plain.querySelectorAll('rt, rp')) reading.remove();
    return plain.textContent.trim();
  });
  assert.equal(all[0][0], heading);
  await checkPage(page);
  await shot(page, 'aloud');
  await page.locator('[data-stop]').click();
  assert.equal(await page.evaluate(() => CSS.highlights.has('aloud')), false);
  await page.context().close();
});

test('the classroom can be put beside the other programs of a device', async () => {
  const page = await device('taro');
  await page.reload();
  const client = await page.context().newCDPSession(page);
  const { errors } = await client.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  const { installabilityErrors } = await client.send('Page.getInstallabilityErrors');
  // A context of a test is as private as a window that keeps nothing, which installs nothing.
  assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito'), []);
  await page.context().close();
});
