// The doors: from the poster to the seat, without an account and without JavaScript; the telephone at the
// office; the desk on the day.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkPage, startSite } from './harness.mjs';

const site = await startSite({ demo: true });
after(() => site.stop());

const password = 'hashi-demo-2026';
const staff = { login: 'yuko', password };

/** Shorter than nobody can read and fill in a form. */
const reading = () => new Promise((wake) => setTimeout(wake, 3_200));

/** A published session of today, made in the form as a coordinator does; gives its id. */
async function sessionOfToday(page, title, seats) {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(new Date());
  await page.goto('/outreach/new');
  await page.fill('[name=title]', title);
  await page.fill('[name=date]', day);
  await page.fill('[name=reception]', '23:57');
  await page.fill('[name=starts]', '23:58');
  await page.fill('[name=ends]', '23:59');
  await page.fill('[name=venue]', '大会議室');
  await page.fill('[name=capacity]', String(seats));
  await page.click('main button.go');
  await page.click('button[value=publish]');
  return page.url().match(/outreach\/([0-9a-f-]{36})/)[1];
}

/** Registers somebody by the public form; the page that opens is the registration's own. */
async function register(page, session, name, people = 1) {
  await page.goto(`/information-sessions/${session}`);
  await page.click('a.go');
  await page.fill('[name=name]', name);
  await page.fill('[name=phone]', `090${String(name.codePointAt(0)).padStart(8, '0')}`);
  await page.fill('[name=party]', String(people));
  await page.check('[name=consent]');
  await reading();
  await page.click('main button.go');
  await page.waitForURL(/\/registrations\//);
}

test('from the front page to a seat, a place on the waiting list and up, without JavaScript', async () => {
  const office = await site.newPage({ user: staff });
  const session = await sessionOfToday(office, '夜の説明会', 2);
  const visitor = await site.newPage({ javaScriptEnabled: false, width: 360, height: 740 });
  await visitor.goto('/');
  await checkPage(visitor);
  await visitor.click('text=ほかの日を見る');
  await visitor.click('text=夜の説明会');
  await checkPage(visitor);
  await register(visitor, session, '水野', 2);
  await visitor.waitForSelector('text=席を取りました');
  await checkPage(visitor);
  const seated = visitor.url();

  const other = await site.newPage({ javaScriptEnabled: false, width: 360, height: 740 });
  await register(other, session, '川原', 1);
  await other.waitForSelector('text=キャンセル待ち');
  const waiting = other.url();

  await visitor.goto(seated);
  await visitor.click('summary:has-text("取り消す…")');
  await visitor.click('button[value=cancel]');
  await visitor.waitForSelector('text=取り消されています');

  await other.goto(waiting);
  await other.waitForSelector('text=席があきました');
  await checkPage(other);
  await other.click('button[value=confirm]');
  await other.waitForSelector('text=席を取りました');
});

test('who telephones is entered with few keys, and the next one at once', async () => {
  const page = await site.newPage({ user: staff });
  await page.goto('/outreach');
  await page.click('tbody a >> nth=0');
  await page.click('text=電話・窓口の申しこみを入れる');
  let presses = 0;
  const press = async (key) => {
    presses += 1;
    await page.keyboard.press(key);
  };
  await page.keyboard.type('さかもと りょう');
  await press('Tab');
  await page.keyboard.type('0120000987');
  await press('Enter');
  await page.waitForSelector('text=入れました');
  await page.waitForSelector('text=さかもと りょう');
  assert.ok(presses <= 12, `${presses} presses`);
  assert.equal(await page.evaluate(() => document.activeElement.name), 'name');
});

test('the desk shows nobody until somebody is looked for, and a mistake is taken back', async () => {
  const page = await site.newPage({ user: staff });
  const session = await sessionOfToday(page, '受付の練習', 10);
  await page.goto(`/outreach/${session}/add`);
  for (const [name, phone] of [['しおみ はる', '0120000111'], ['なぎさ りく', '0120000222']]) {
    await page.keyboard.type(name);
    await page.keyboard.press('Tab');
    await page.keyboard.type(phone);
    await page.keyboard.press('Enter');
    await page.waitForSelector(`text=${name}`);
  }
  await page.goto(`/outreach/${session}/reception`);
  await checkPage(page);
  assert.equal(await page.locator('text=しおみ').count(), 0);
  await page.keyboard.type('シオ');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=しおみ はる');
  assert.equal(await page.locator('text=なぎさ').count(), 0);
  await checkPage(page);
  await page.click('button[value=came]');
  await page.waitForSelector('text=1 / 2 人');
  await page.click('button[value=take-back]');
  await page.waitForSelector('text=0 / 2 人');
});
