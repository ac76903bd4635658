// The one search box, and what is to be done today: with and without JavaScript, on a phone and a desk.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkPage, startSite } from './harness.mjs';

const site = await startSite({ demo: true });
after(() => site.stop());

const password = 'hashi-demo-2026';
const learner = { login: 'hanako', password };
const staff = { login: 'yuko', password };

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without';

  test(`a learner finds the place in a lesson by its reading, ${how} JavaScript`, async () => {
    const page = await site.newPage({ user: learner, javaScriptEnabled, width: 360, height: 740 });
    await page.click('summary:has-text("メニュー")');
    await page.click('nav a[href="/search"]');
    await checkPage(page);
    await page.fill('[name=q]', 'いんさつ');
    await page.press('[name=q]', 'Enter');
    const first = page.locator('ol.found > li').first();
    await first.locator('mark').first().waitFor();
    await checkPage(page);
    const link = page.locator('ol.found a[href*="/lessons/printing"]').first();
    const href = await link.getAttribute('href');
    await link.click();
    await page.waitForURL(/\/lessons\/printing/);
    const anchor = decodeURIComponent(href.split('#')[1] ?? '');
    if (anchor) assert.ok(await page.locator(`[id="${anchor}"]`).count(), anchor);

    await page.goto('/search?q=' + encodeURIComponent('ぬるぽがっ'));
    await page.click('a.go:has-text("先生に聞く")');
    await page.waitForURL(/\/help/);
  });

  test(`a coordinator puts off and hands over what waits, ${how} JavaScript`, async () => {
    const page = await site.newPage({ user: staff, javaScriptEnabled, width: 360, height: 740 });
    await page.waitForSelector('h2:has-text("きょうすること")');
    await checkPage(page);
    const before = await page.locator('ol.todo > li').count();
    assert.ok(before > 1, 'the demo has something to do');
    await page.locator('ol.todo button[value=put-off]').first().click();
    await page.waitForSelector('text=あとで見ることにしました');
    assert.equal(await page.locator('ol.todo > li').count(), before - 1);
    await page.locator('ol.todo a:has-text("ほかの日・人に頼む")').first().click();
    await page.waitForURL(/\/today\//);
    await checkPage(page);
    await page.click('button[value=put-off]');
    await page.waitForSelector('text=あとで見ることにしました');
    await page.click('summary:has-text("あとで見ること")');
    for (let left = 2; left > 0; left -= 1) {
      const closed = page.locator('details:not([open]) > summary:has-text("あとで見ること")');
      if (await closed.count()) await closed.click();
      await page.locator('button[value=take-back]').first().click();
      await page.waitForSelector('text=もどしました');
    }
    assert.equal(await page.locator('ol.todo > li').count(), before);
  });
}

test('on a desk, people and lessons are found from every page, and a kind alone is shown', async () => {
  const page = await site.newPage({ user: staff });
  await page.click('header a[href="/search"]');
  await page.fill('[name=q]', 'みなと');
  await page.press('[name=q]', 'Enter');
  await page.waitForSelector('section.card a[href^="/people/"]');
  await checkPage(page);
  await page.goto('/');
  await page.locator('a.chip[href^="/?kind="]').first().click();
  await page.waitForSelector('a.chip[aria-current]');
  await checkPage(page);
});
