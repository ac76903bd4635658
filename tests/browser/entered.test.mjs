// What is entered is not lost, and nobody's becomes somebody else's: in a quiz, in the roll call and in
// other forms, on slow lines, on two devices, after a sign-in has ended, and when somebody else sits down.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkPage, coursesWith, shot, signIn, startSite, until } from './harness.mjs';

const password = 'hashi-demo-2026';
const quiz = '/courses/cuts/quizzes/cuts';
const [SEASON, SHORT] = [1, 2];
const site = await startSite({ demo: true, env: { KAKEHASHI_COURSES: await coursesWith('cuts') } });
after(() => site.stop());

const people = {};
before(async () => {
  for (const login of ['taro', 'hanako', 'sensei']) {
    const page = await site.newPage({ user: { login, password } });
    people[login] = (await page.context().cookies()).find(({ name }) => name === 'sign_in');
    await page.context().close();
  }
});

/** A device on which a person is signed in. */
async function device(login, more = {}) {
  const page = await site.newPage(more);
  await sit(page, login);
  return page;
}
/** Somebody sits down at a device; nobody: the sign-in ends. */
async function sit(page, login) {
  await page.context().clearCookies({ name: 'sign_in' });
  if (login) await page.context().addCookies([people[login]]);
}

/** A new attempt; gives its address. */
async function begin(page) {
  await page.goto(quiz);
  await page.locator('main form button').first().click();
  await page.waitForURL(/\/attempts\//);
  return new URL(page.url()).pathname;
}
async function handIn(page, attempt) {
  await page.goto(`${attempt}?q=end`);
  await page.click('button[value=submit]');
  await page.getByRole('heading', { name: 'けっか' }).waitFor();
}
/** What counts as the answer to a question of an open attempt, as another device sees it. */
async function counted(login, attempt, number) {
  const page = await device(login, { javaScriptEnabled: false });
  await page.goto(`${attempt}?q=${number}`);
  // A page names choices by their places: their words tell which one it is.
  const chosen = page.locator('#answer-form label.choice', { has: page.locator('input:checked') });
  const text = page.locator('#answer-form [name=answer]:not([type=radio])');
  const value = (await text.count()) ? await text.first().inputValue() : await chosen.first().innerText({ timeout: 500 }).catch(() => '');
  await page.context().close();
  return value;
}
const field = (page) => page.locator('#answer-form').locator('[name=answer]:not([type=radio])').first();
const waits = async (page) => (await page.context().cookies()).find(({ name }) => name === 'waiting')?.value ?? '';
const nothingWaits = (page) => until('all to be sent', async () => !(await waits(page)), 20);

/** 400 kbit/s with 400 ms each way and back. */
async function slowLine(page) {
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  await client.send('Network.setCacheDisabled', { cacheDisabled: true });
  await client.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 400,
    downloadThroughput: 50_000,
    uploadThroughput: 50_000,
  });
}

test('on a slow line a choice counts from the first paint', async () => {
  const page = await device('taro');
  const attempt = await begin(page);
  const phone = await device('taro', { width: 390 });
  await slowLine(phone);
  // Pressed in the frame in which the choices are painted for the first time.
  await phone.addInitScript(() => {
    new PerformanceObserver((list, observer) => {
      if (!list.getEntriesByName('first-contentful-paint').length) return;
      observer.disconnect();
      const choices = [...document.querySelectorAll('#answer-form label.choice')];
      choices.find((choice) => /秋|Autumn/.test(choice.textContent))?.querySelector('input').click();
      globalThis.pressed = document.readyState;
    }).observe({ type: 'paint', buffered: true });
  });
  await phone.goto(`${attempt}?q=${SEASON}`, { waitUntil: 'commit' });
  await phone.waitForFunction(() => globalThis.pressed);
  await phone.locator('.save-state .met').waitFor();
  assert.match(await counted('taro', attempt, SEASON), /秋|Autumn/);
  await handIn(page, attempt);
});

test('what is typed is saved when the page is left at once', async () => {
  const page = await device('taro');
  const attempt = await begin(page);
  for (const [number, leave] of [
    [SHORT, () => page.goto('/courses')],
    [SHORT + 1, () => page.reload()],
    [SHORT + 2, () => page.getByRole('link', { name: '一覧を見る' }).click()],
  ]) {
    await page.goto(`${attempt}?q=${number}`);
    await field(page).fill(`typed ${number}`);
    await leave();
    await until('the answer', async () => (await counted('taro', attempt, number)) === `typed ${number}`, 10);
  }
  await page.goto(`${attempt}?q=${SHORT + 3}`);
  await field(page).fill('typed and closed');
  const context = page.context();
  await page.close();
  await until('the answer', async () => (await counted('taro', attempt, SHORT + 3)) === 'typed and closed', 10);
  await handIn(await context.newPage(), attempt);
});

test('what was kept before the tab was closed is shown as waiting before the hand-in is offered', async () => {
  const page = await device('taro');
  const context = page.context();
  const attempt = await begin(page);
  await page.goto(`${attempt}?q=${SHORT}`);
  await context.setOffline(true);
  await field(page).fill('kept on this device');
  await page.locator('.save-state .soon').waitFor();
  await page.close();
  // The line is there for pages, and not yet for what waits.
  await context.setOffline(false);
  await context.route('**/answers', (route) => route.abort());
  const next = await context.newPage();
  await next.goto(`${attempt}?q=end`);
  await next.locator('[data-waiting] li', { hasText: '問題 2' }).waitFor();
  assert.equal(await next.locator('button[value=submit]').isVisible(), false, 'not offered yet');
  await checkPage(next);
  await shot(next, 'hand-in-waits');
  await context.unroute('**/answers');
  await next.locator('button[value=submit]').waitFor({ timeout: 40_000 });
  assert.equal(await counted('taro', attempt, SHORT), 'kept on this device');
  await handIn(next, attempt);
});

test('Enter in an answer saves and goes on, and takes no hint', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await device('taro', { javaScriptEnabled });
    const attempt = await begin(page);
    await page.goto(`${attempt}?q=${SHORT}`);
    assert.equal(await page.locator('button[name=hint]').count(), 1, 'there is a hint to be bought');
    await field(page).fill('with Enter');
    await field(page).press('Enter');
    await page.waitForURL(new RegExp(`q=${SHORT + 1}$`));
    await page.goto(`${attempt}?q=${SHORT}`);
    assert.equal(await field(page).inputValue(), 'with Enter');
    assert.equal(await page.locator('details summary', { hasText: 'ヒント' }).count(), 0, 'no hint was taken');
    await handIn(page, attempt);
  }
});

test('two devices, one attempt: an old page that is not touched changes nothing', async () => {
  const [computer, phone] = [await device('taro'), await device('taro', { width: 390 })];
  const attempt = await begin(computer);
  for (const page of [computer, phone]) await page.goto(`${attempt}?q=${SHORT}`);
  await field(computer).fill('newer');
  await computer.locator('.save-state .met').waitFor();
  await phone.click('button[value=next]');
  await phone.waitForURL(new RegExp(`q=${SHORT + 1}$`));
  assert.equal(await counted('taro', attempt, SHORT), 'newer');
  await handIn(computer, attempt);
});

test('two devices, two answers: the learner chooses, and who teaches sees both', async () => {
  const [computer, phone] = [await device('taro'), await device('taro', { width: 390 })];
  const attempt = await begin(computer);
  for (const page of [computer, phone]) await page.goto(`${attempt}?q=${SHORT}`);
  await phone.context().setOffline(true);
  await field(phone).fill('from the phone');
  await field(computer).fill('from the computer');
  await computer.locator('.save-state .met').waitFor();
  await phone.context().setOffline(false);
  await phone.getByRole('link', { name: 'どちらにするか' }).click({ timeout: 40_000 });
  await phone.getByText('ちがう答えが').waitFor();
  await checkPage(phone);
  await shot(phone, 'two-answers');
  await phone.goto(`${attempt}?q=end`);
  await phone.getByText('答えが 2 つあります').waitFor();
  await phone.goto(`${attempt}?q=${SHORT}`);
  await phone.locator('form.answered', { hasText: 'from the computer' }).locator('button[name=choose]').click();
  await phone.getByText('ちがう答えが').waitFor({ state: 'detached' });
  assert.equal(await field(phone).inputValue(), 'from the computer');
  await handIn(phone, attempt);
  const teacher = await device('sensei');
  await teacher.goto(attempt);
  const history = teacher.locator('li.answered details', { hasText: 'from the phone' });
  await history.locator('summary').click();
  assert.equal(await history.locator('li').count(), 3, 'both answers, and the choice');
  await shot(teacher, 'all-answers');
});

test('a hand-in on another device is said in one sentence', async () => {
  const [computer, phone] = [await device('taro'), await device('taro', { width: 390 })];
  const attempt = await begin(computer);
  await phone.goto(`${attempt}?q=${SHORT}`);
  await handIn(computer, attempt);
  await field(phone).fill('too late');
  const chip = phone.locator('.save-state .chip.miss');
  await chip.waitFor();
  assert.match(await chip.textContent(), /もう提出/);
  assert.doesNotMatch(await chip.textContent(), /</);
  await nothingWaits(phone);
});

test('an ended sign-in is said as that, and the answer is sent after the next one', async () => {
  const page = await device('taro');
  const attempt = await begin(page);
  await page.goto(`${attempt}?q=${SHORT}`);
  await sit(page, undefined);
  await field(page).fill('after the end');
  await page.locator('.save-state', { hasText: 'サインインが終わっています' }).waitFor();
  await shot(page, 'sign-in-ended');
  await page.locator('.save-state').getByRole('link', { name: 'サインインする' }).click();
  await signInHere(page, 'taro');
  await page.waitForURL(new RegExp(`${attempt}\\?q=${SHORT}$`));
  assert.equal(await field(page).inputValue(), 'after the end');
  await nothingWaits(page);
  assert.equal(await counted('taro', attempt, SHORT), 'after the end');
  await handIn(page, attempt);
});

async function signInHere(page, login) {
  await page.fill('#email', login);
  await page.fill('#password', password);
  await page.locator('main button.go').click();
}

test('what one person left on a device is not sent as the next one, nor shown, nor lost', async () => {
  const page = await device('taro');
  const attempt = await begin(page);
  await page.goto(`${attempt}?q=${SHORT}`);
  await page.context().setOffline(true);
  await field(page).fill('of Taro');
  await page.locator('.save-state .soon').waitFor();
  await page.context().setOffline(false);
  await page.context().route('**/answers', (route) => route.abort());
  await sit(page, 'hanako');
  const posts = [];
  page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
  await page.context().unroute('**/answers');
  // A page of the next person: nothing of it is sent.
  await page.goto('/courses');
  await page.waitForTimeout(1_500);
  assert.deepEqual(posts.filter((url) => url.includes('/answers')), []);
  assert.equal(await page.getByText('of Taro').count(), 0);
  assert.notEqual(await waits(page), '', 'it still waits');
  await sit(page, 'taro');
  await page.goto('/courses');
  await nothingWaits(page);
  assert.equal(await counted('taro', attempt, SHORT), 'of Taro');
  await handIn(page, attempt);
});

test('a page of one person that is still open sends nothing as the next one', async () => {
  const page = await device('taro');
  const attempt = await begin(page);
  await page.goto(`${attempt}?q=${SHORT}`);
  await sit(page, 'hanako');
  await field(page).fill('on an old page');
  await page.locator('.save-state', { hasText: 'ほかの人がサインインしています' }).waitFor();
  await sit(page, 'taro');
  await page.goto('/courses');
  await nothingWaits(page);
  assert.equal(await counted('taro', attempt, SHORT), 'on an old page');
  await handIn(page, attempt);
});

/** A class session that a teacher may mark. */
async function rollCall(page) {
  await page.goto('/cohorts');
  await page.locator('main a[href^="/cohorts/"]:not([href*="new"])').first().click();
  const session = await page.locator('main a[href^="/sessions/"]').last().getAttribute('href');
  await page.goto(session.split('#')[0]);
  return session;
}

test('a mark that could not be sent is told before the sign-out, and thrown away only on purpose', async () => {
  // Signing out ends a sign-in of its own.
  const page = await site.newPage({ user: { login: 'sensei', password } });
  const session = await rollCall(page);
  const line = page.locator('.roll li').first();
  await page.context().route((url) => url.pathname === session, (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await line.locator('button[value=excused]').click();
  await line.locator('[name=reason]').fill('病院');
  await line.locator('.reason button').click();
  await page.locator('.save-state .soon').waitFor();
  await shot(page, 'roll-call-waits');
  await page.locator('details.menu summary').click();
  await page.locator('form[action="/sign-out"] button').click();
  await page.waitForURL(/\/sign-out/);
  await page.locator('[data-waiting] li', { hasText: '出席の印' }).first().waitFor();
  await checkPage(page);
  await shot(page, 'sign-out-waits');
  await page.locator('main form button').click();
  await page.waitForURL(/sign-in/);
  assert.equal(await waits(page), '');
  const left = await page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    if (!names.includes('kakehashi')) return [];
    const base = await new Promise((done) => (indexedDB.open('kakehashi').onsuccess = ({ target }) => done(target.result)));
    if (!base.objectStoreNames.contains('outbox')) return [];
    const all = base.transaction('outbox').objectStore('outbox').getAll();
    return new Promise((done) => (all.onsuccess = () => done(all.result)));
  });
  assert.deepEqual(left, [], 'nothing of it is left on the device');
});

test('a mark that arrives late carries its time and does not replace a newer one', async () => {
  const [page, other] = [await device('sensei'), await device('sensei')];
  const session = await rollCall(page);
  await other.goto(session);
  const first = (where) => where.locator('.roll li').first();
  await page.context().setOffline(true);
  await first(page).locator('button[value=absent]').click();
  await page.locator('.save-state .soon').waitFor();
  await first(other).locator('button[value=late]').click();
  await other.locator('.save-state .met').waitFor();
  await nothingWaits(other);
  await page.context().setOffline(false);
  await page.locator('.save-state', { hasText: '新しい印を残しています' }).waitFor({ timeout: 40_000 });
  await page.reload();
  assert.equal(await first(page).locator('button[value=late]').getAttribute('aria-pressed'), 'true');
  await first(page).getByText('あとから届きました').waitFor();
});

test('a mark that the server refuses is taken back and not counted; the arrow keys work at once', async () => {
  const page = await device('sensei');
  const session = await rollCall(page);
  await page.locator('.roll .seg button').first().waitFor();
  await page.keyboard.press('ArrowDown');
  assert.ok(await page.evaluate(() => Boolean(document.activeElement.closest('.roll .seg'))));
  await page.keyboard.press('ArrowUp');
  assert.ok(await page.evaluate(() => Boolean(document.activeElement.closest('.roll .seg'))));
  const line = page.locator('.roll li').last();
  const pressed = () => line.locator('.seg button[aria-pressed=true]').evaluateAll((all) => all.map(({ value }) => value).join());
  const counts = () => page.locator('.roll-counts').innerText();
  const [mark, numbers] = [await pressed(), await counts()];
  const other = mark === 'late' ? 'absent' : 'late';
  await page.context().route((url) => url.pathname === session, (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ status: 409, contentType: 'application/json', body: JSON.stringify({ refused: { why: 'refused', say: 'この授業は、お休みです。' } }) })
      : route.continue(),
  );
  await line.locator(`button[value=${other}]`).click();
  await page.locator('.save-state', { hasText: 'この授業は、お休みです。' }).waitFor();
  assert.equal(await pressed(), mark);
  assert.equal(await counts(), numbers);
  // What is kept stays pressed, and so does a mark whose reason is saved.
  await page.context().unrouteAll();
  await line.locator('button[value=excused]').click();
  await line.locator('[name=reason]').fill('病院');
  await line.locator('.reason button').click();
  await nothingWaits(page);
  assert.equal(await pressed(), 'excused');
});
