// For every eye and every sheet of paper: colours that the system gives, print from a dark screen, what is wider
// than a phone, the name of a group of choices, and the way to the instructor.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkPage, shot, startSite } from './harness.mjs';

const password = 'hashi-demo-2026';
const site = await startSite({ demo: true });
after(() => site.stop());

const as = (login, more = {}) => site.newPage({ user: { login, password }, ...more });
const PHONE = { width: 360, height: 740 };
const LESSON = '/courses/it-basics/lessons/mouse';

/** Pages of each kind, and who looks at them. */
const SHEETS = [
  ['taro', '/'],
  ['taro', LESSON],
  ['taro', '/readiness'],
  ['taro', '/disclosures'],
  ['yuko', '/readiness/board'],
  ['yuko', '/openings'],
  ['sensei', '/items'],
];

/** A new attempt at the first quiz; gives its address. */
async function begin(page) {
  await page.goto('/courses/it-basics/quizzes/first-steps');
  await page.locator('main form button').first().click();
  await page.waitForURL(/\/attempts\//);
  return new URL(page.url()).pathname;
}

test('in forced colours whatever can be pressed or tells a state has an edge', async () => {
  for (const [login, address] of SHEETS) {
    const page = await as(login, { forcedColors: 'active', ...{ width: 1000 } });
    await page.goto(address);
    const bare = await page.evaluate(() => {
      const shaped = document.querySelectorAll('.go, .quiet, .switch, .card, .chip, .banner, .choice, .place, .news, .seg button');
      return [...shaped]
        .filter((element) => element.checkVisibility())
        .filter((element) => {
          const { borderTopWidth, borderTopStyle } = getComputedStyle(element);
          return borderTopStyle === 'none' || parseFloat(borderTopWidth) < 1;
        })
        .map((element) => element.outerHTML.split('>')[0]);
    });
    assert.deepEqual([...new Set(bare)], [], `${address} as ${login}`);
    await shot(page, `forced-${login}${address.replaceAll('/', '-')}`);
    await page.context().close();
  }
});

test('in forced colours the piers of the bridge and a pressed switch are told apart', async () => {
  const page = await as('hanako', { forcedColors: 'active' });
  await page.goto('/');
  const widths = await page.evaluate(() =>
    ['done', 'here', 'ahead'].flatMap((state) => {
      const span = document.querySelector(`.bridge-wide .span-${state}`);
      const { stroke, strokeWidth } = span ? getComputedStyle(span) : {};
      return span ? [`${stroke} ${strokeWidth}`] : [];
    }),
  );
  assert.ok(widths.length > 1, 'the bridge has piers of several states');
  assert.equal(new Set(widths).size, widths.length, widths.join('; '));
  const furigana = page.locator('.tools button[value=furigana]');
  const edge = () => furigana.evaluate((button) => getComputedStyle(button).borderTopWidth);
  const before = await edge();
  await furigana.click();
  assert.notEqual(await edge(), before);
});

test('what is printed is dark on white, also from a dark screen, and nothing of it is cut off', async () => {
  for (const [login, address] of SHEETS) {
    const page = await as(login, { colorScheme: 'dark', width: 900 });
    await page.goto(address);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark', forcedColors: 'none' });
    const wrong = await page.evaluate(() => {
      const numbers = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
      const light = (colour) => {
        const [r, g, b] = numbers(colour).map((part) => (part / 255) ** 2.2);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const ground = (element) => {
        for (let at = element; at; at = at.parentElement) {
          const colour = getComputedStyle(at).backgroundColor;
          if ((numbers(colour)[3] ?? 1) > 0.5) return colour;
        }
        return 'rgb(255, 255, 255)';
      };
      const found = [];
      for (const element of document.body.querySelectorAll('*')) {
        if (!element.checkVisibility() || element.closest('svg')) continue;
        const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
        const { color, overflowX } = getComputedStyle(element);
        const [one, other] = [light(color), light(ground(element))].sort((a, b) => b - a);
        const contrast = (one + 0.05) / (other + 0.05);
        if (words && (light(ground(element)) < 0.6 || contrast < 4.5)) {
          found.push(`${element.outerHTML.split('>')[0]} ${color} on ${ground(element)}`);
        }
        if (overflowX === 'auto' && element.scrollWidth > element.clientWidth + 1) {
          found.push(`${element.outerHTML.split('>')[0]} is cut off`);
        }
      }
      return found;
    });
    assert.deepEqual([...new Set(wrong)].slice(0, 5), [], `${address} as ${login}`);
    await page.context().close();
  }
});

test('pictures of a lesson are printed without having been scrolled to', async () => {
  const page = await as('taro', { width: 360, height: 500 });
  await page.goto(LESSON);
  const pictures = await page.$$eval('main img', (all) => all.map(({ loading, complete, naturalWidth }) => loading !== 'lazy' && complete && naturalWidth > 0));
  assert.ok(pictures.length > 0);
  assert.ok(pictures.every(Boolean), String(pictures));
});

test('on a phone, what is wider than its place shows that there is more', async () => {
  const page = await as('yuko', PHONE);
  let wide = 0;
  await page.goto('/readiness/board');
  const matrix = await page.locator('main a', { hasText: '足りないもので見る' }).getAttribute('href');
  const table = '/courses/spreadsheets/lessons/absolute';
  for (const address of [matrix, '/openings', '/people', '/cohorts', table]) {
    await page.goto(address);
    const [all, unmarked] = await page.$$eval('main *', (elements) => {
      const wider = elements.filter(
        (element) => element.checkVisibility() && getComputedStyle(element).overflowX === 'auto' && element.scrollWidth > element.clientWidth + 1,
      );
      const unmarked = wider.filter((element) => !/gradient/.test(getComputedStyle(element).backgroundImage));
      return [wider.length, unmarked.map((element) => element.outerHTML.split('>')[0])];
    });
    wide += all;
    assert.deepEqual(unmarked, [], address);
  }
  assert.ok(wide > 0, 'some page has a table that is wider than a phone');
});

test('a group of choices is named by its question, with nothing read twice', async () => {
  const page = await as('taro');
  const attempt = await begin(page);
  for (let number = 1; number < 30; number += 1) {
    await page.goto(`${attempt}?q=${number}`);
    if (!(await page.locator('#answer-form').count())) break;
    const question = await page.locator('main h2, main h1').evaluateAll((all) => all.map((heading) => {
      const copy = heading.cloneNode(true);
      for (const reading of copy.querySelectorAll('rt, rp')) reading.remove();
      return copy.textContent.trim();
    }));
    for (const group of await page.locator('#answer-form fieldset').all()) {
      const name = (await group.getAttribute('aria-label')) ?? '';
      assert.ok(question.some((words) => words && name.startsWith(words)), `${name} is none of ${question.join(' | ')}`);
    }
  }
});

test('the way to the instructor is one button, in sight wherever a learner reads', async () => {
  for (const [size, large] of [[PHONE, false], [PHONE, true], [{ width: 1000, height: 800 }, false]]) {
    const page = await as('taro', size);
    await page.goto(LESSON);
    const letters = page.locator('.tools button[value=text]');
    if (((await letters.getAttribute('aria-pressed')) === 'true') !== large) await letters.click();
    assert.ok((await page.locator('.bar').boundingBox()).height < 100, 'the bar leaves room to read');
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight / 2));
    const ask = page.locator('button[name=do][value=ask]');
    assert.equal(await ask.count(), 1);
    const box = await ask.boundingBox();
    assert.ok(box && box.y >= 0 && box.y + box.height <= size.height, JSON.stringify(box));
    await shot(page, `ask-${size.width}${large ? '-large' : ''}`);
    // What a heading's address or the keyboard leads to is not hidden behind the bar.
    const hidden = await page.evaluate(() => {
      const bar = document.querySelector('.bar').getBoundingClientRect().bottom;
      const links = [...document.querySelectorAll('main a, main button, main input, main summary')].filter((at) => at.checkVisibility());
      for (const link of links.reverse()) {
        link.focus();
        const { top, height } = link.getBoundingClientRect();
        if (document.activeElement === link && height && top + height < bar) return link.outerHTML.slice(0, 80);
      }
      return undefined;
    });
    assert.equal(hidden, undefined);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight / 2));
    await page.locator('details.menu summary').click();
    const last = page.locator('details.menu nav form button');
    await last.scrollIntoViewIfNeeded();
    const end = await last.boundingBox();
    assert.ok(end.y + end.height <= size.height, 'the end of the menu is reached');
    await page.context().close();
  }
});

test('a self-check that is answered keeps its place, without JavaScript, too', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await as('taro', { ...PHONE, javaScriptEnabled });
    await page.goto(LESSON);
    const question = page.locator('form.question').first();
    const id = await question.getAttribute('id');
    await question.locator('input[type=radio], input[type=checkbox]').first().check();
    await question.locator('button').first().click();
    await page.locator(`#${id} [role=status]`).waitFor();
    const box = await page.locator(`#${id}`).boundingBox();
    assert.ok(box.y < PHONE.height && box.y + box.height > 0, JSON.stringify(box));
    await page.context().close();
  }
});

test('the switch that says furigana means it: menu, headings and buttons have readings, and lose them', async () => {
  const page = await as('taro', PHONE);
  for (const address of ['/', '/readiness', '/work', '/disclosures', '/check-in']) {
    await page.goto(address);
    const readings = () =>
      page.$$eval('.bar rt, main h1 rt, main h2 rt, main .go rt', (all) => all.filter((rt) => getComputedStyle(rt).display !== 'none').length);
    const furigana = page.locator('.tools button[value=furigana]');
    if ((await furigana.getAttribute('aria-pressed')) === 'false') await furigana.click();
    assert.ok((await readings()) > 0, address);
    await furigana.click();
    assert.equal(await readings(), 0, address);
    await furigana.click();
  }
  await page.goto('/readiness');
  await checkPage(page);
});
