// Two learners at a quiz, on two devices that both use, while everything goes wrong: the line is cut, pages are
// loaded again, tabs are closed, sign-ins end, somebody else sits down, and the server is killed. In the end
// every answer is there once, under the name of who gave it.
//
//   node tests/browser/cuts.test.mjs MINUTES SEED     a minute and 1, when not given
//
// The same seed takes the same steps; what a step meets depends on the machine.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { coursesWith, startSite, until } from './harness.mjs';

const [minutes, seed] = [Number(process.argv[2] ?? 1), Number(process.argv[3] ?? 1)];
const password = 'hashi-demo-2026';
const quiz = '/courses/cuts/quizzes/cuts';
const questions = 7;

const site = await startSite({ demo: true, env: { KAKEHASHI_COURSES: await coursesWith('cuts') } });
after(() => site.stop());

// Mulberry32: small, and the same everywhere.
let state = seed;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}
const below = (number) => Math.floor(random() * number);
const rest = (most) => new Promise((wake) => setTimeout(wake, below(most)));

/** Signs a person in on a device of its own, begins the quiz, and gives what the others need to go on. */
async function sitDown(login) {
  const page = await site.newPage({ user: { login, password } });
  await page.goto(quiz);
  await page.locator('main form button').first().click();
  await page.waitForURL(/\/attempts\//);
  const person = {
    login,
    id: await page.locator('#answer-form input[name=owner]').inputValue(),
    attempt: new URL(page.url()).pathname,
    cookie: (await page.context().cookies()).find(({ name }) => name === 'sign_in'),
  };
  await page.context().close();
  return person;
}

/** Every text that was entered: `{ value, question, person, device, sure }`, in order. */
const acts = [];
const counts = { answers: 0, moves: 0, reloads: 0, closings: 0, cuts: 0, ends: 0, swaps: 0, kills: 0 };

async function sign(device, person) {
  const context = device.page.context();
  await context.clearCookies({ name: 'sign_in' });
  if (person) await context.addCookies([person.cookie]);
  device.person = person;
}

/** Goes to a question of who sits at the device; on a dead line the browser shows a page of its own. */
const open = (device) =>
  device.page
    .goto(`${device.person?.attempt ?? quiz}?q=${1 + below(questions)}`, { timeout: 4_000, waitUntil: 'domcontentloaded' })
    .catch(() => {});

const steps = {
  /** Enters something new into the answer, as a person does who sees the page. */
  async answers(device) {
    const value = `${device.name}${String(acts.length).padStart(5, '0')}`;
    const act = { value, device: device.name, sure: false };
    const entered = await device.page
      .evaluate((text) => {
        const form = document.querySelector('#answer-form');
        const field = form?.querySelector('input[type=text], input:not([type]), textarea');
        if (!field || !performance.getEntriesByName('first-contentful-paint').length) return null;
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        return { owner: form.elements.owner.value, question: form.elements.question.value };
      }, value)
      .then((found) => found ?? 'nothing to fill in', () => undefined);
    if (entered === 'nothing to fill in') return open(device);
    acts.push(entered ? { ...act, ...entered, sure: true } : act);
  },
  async moves(device) {
    const way = ['next', 'next', 'back'][below(3)];
    await device.page.click(`button[name=do][value=${way}]`, { timeout: 300, noWaitAfter: true }).catch(() => open(device));
  },
  reloads: (device) => device.page.reload({ timeout: 4_000, waitUntil: 'domcontentloaded' }).catch(() => {}),
  async closings(device) {
    const context = device.page.context();
    const next = await context.newPage();
    await device.page.close({ runBeforeUnload: below(2) === 0 }).catch(() => {});
    device.page = next;
    await open(device);
  },
  async cuts(device) {
    device.offline = !device.offline;
    await device.page.context().setOffline(device.offline);
  },
  async ends(device) {
    await sign(device, device.person ? undefined : people[below(2)]);
  },
  async swaps(device) {
    await sign(device, people.find((person) => person !== device.person));
    if (below(2) === 0) await open(device);
  },
};
const shares = { answers: 55, moves: 14, reloads: 8, closings: 7, cuts: 9, ends: 3, swaps: 4 };

async function oneStep(device) {
  let at = below(Object.values(shares).reduce((sum, share) => sum + share));
  const [name] = Object.entries(shares).find(([, share]) => (at -= share) < 0);
  counts[name] += 1;
  await steps[name](device);
  // A line that is down comes back, and whoever was signed out signs in, before long.
  if (device.offline && below(6) === 0) await steps.cuts(device);
  if (!device.person && below(4) === 0) {
    await sign(device, people[below(2)]);
    await open(device);
  }
  await rest(below(4) === 0 ? 900 : 120);
}

const people = [];
const devices = [];

test(`nothing is lost, doubled or given to somebody else (${minutes} min, seed ${seed})`, async () => {
  people.push(await sitDown('taro'), await sitDown('hanako'));
  for (const name of ['a', 'b']) {
    const device = { name, page: await site.newPage() };
    await sign(device, people[devices.length]);
    await open(device);
    devices.push(device);
  }

  const end = Date.now() + minutes * 60_000;
  const use = async (device) => {
    while (Date.now() < end) await oneStep(device);
  };
  const kill = async () => {
    while (Date.now() < end) {
      await new Promise((wake) => setTimeout(wake, 2_000 + below(6_000)));
      counts.kills += 1;
      await site.crash();
      await rest(1_500);
      await site.revive();
    }
  };
  await Promise.all([...devices.map(use), kill()]);

  // Everybody comes back once to each device; what waits there is sent, and then nothing waits.
  for (const device of devices) {
    await device.page.context().setOffline(false);
    for (const person of people) {
      await sign(device, person);
      await device.page.goto('/');
      await until(`what ${person.login} left on device ${device.name}`, async () => {
        const cookies = await device.page.context().cookies();
        const waiting = cookies.find(({ name }) => name === 'waiting')?.value ?? '';
        return !waiting.includes(person.id);
      });
    }
  }

  // Handed in, and read by who teaches: every answer that was ever given.
  const page = devices[0].page;
  for (const person of people) {
    await sign(devices[0], person);
    await page.goto(`${person.attempt}?q=end`);
    await page.click('button[value=submit]');
    await page.getByRole('heading', { name: 'けっか' }).waitFor();
  }
  const teacher = await site.newPage({ user: { login: 'sensei', password } });
  const found = [];
  for (const person of people) {
    await teacher.goto(person.attempt);
    const texts = await teacher.$$eval('li.answered', (all) =>
      all.map((one) => {
        const history = one.querySelector('details');
        return history ? [...history.querySelectorAll('li')].map((line) => line.textContent) : [one.textContent];
      }),
    );
    for (const text of texts.flat()) {
      for (const [value] of text.matchAll(/\b[ab]\d{5}\b/g)) found.push({ value, owner: person.id });
    }
  }

  const times = (value) => found.filter((one) => one.value === value).length;
  // An answer that was never sent may give way to the next one from the same device.
  const isReplaced = (act) => {
    const later = acts.slice(acts.indexOf(act) + 1);
    const same = (next) => next.device === act.device && (!next.sure || (next.owner === act.owner && next.question === act.question));
    return later.some((next) => same(next) && times(next.value) > 0);
  };
  const sure = acts.filter(({ sure }) => sure);
  const lost = sure.filter((act) => times(act.value) === 0 && !isReplaced(act));
  const doubled = acts.filter((act) => times(act.value) > 1);
  const owner = new Map(sure.map((act) => [act.value, act.owner]));
  const misattributed = found.filter((one) => owner.has(one.value) && owner.get(one.value) !== one.owner);
  const told = Object.entries(counts).map(([name, count]) => `${count} ${name}`).join(', ');
  console.log(`${told}; ${found.length} of ${sure.length} texts kept as answers of their own`);
  console.log(`${lost.length} lost, ${doubled.length} doubled, ${misattributed.length} misattributed`);
  assert.ok(found.length > 0, 'nothing was answered at all');
  assert.deepEqual({ lost, doubled, misattributed }, { lost: [], doubled: [], misattributed: [] });
});
