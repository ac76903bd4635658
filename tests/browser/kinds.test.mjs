// Every kind of question, in an author's preview: answered by a learner with and without JavaScript,
// graded by an instructor; and a saved file that is seen at once, with its problem at its place.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPage, shot, startPreview } from './harness.mjs';

const fixture = fileURLToPath(new URL('../fixtures/kinds', import.meta.url));
let folder;
let site;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kakehashi-kinds-'));
  await cp(fixture, join(folder, 'kinds'), { recursive: true });
  const term = '[[term]]\nid = "screen"\nword = { ja = "画面", en = "screen" }\nmeaning = { ja = "見る所", en = "where you look" }\n';
  await writeFile(join(folder, 'glossary.toml'), term);
  site = await startPreview(folder);
});
after(async () => {
  await site?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Looks with the eyes of a role. */
async function as(page, role) {
  await page.goto('/');
  await page.click(`.preview-bar button[value="${role}"]`);
  await page.locator(`.preview-bar button[value="${role}"][aria-pressed=true]`).waitFor();
}

async function start(page) {
  await page.goto('/courses/kinds/quizzes/kinds');
  await page.click('button.go');
  await page.waitForURL(/\/attempts\//);
  return page.url().split('?')[0];
}

const next = (page) => page.click('button[name=do][value=next]');

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';

  test(`a learner answers every kind of question, ${how}`, async () => {
    const page = await site.newPage({ javaScriptEnabled, width: 390 });
    await as(page, 'learner');
    const attempt = await start(page);

    await page.fill('[name=blank-1]', 'ｃｔｒｌ');
    await page.fill('[name=blank-2]', 'しー');
    await checkPage(page);
    await next(page);

    if (javaScriptEnabled) {
      // One card is dragged to its place; another is pressed, and then its place.
      const card = (words) => page.locator('.match-card', { hasText: words });
      await card('計算する').dragTo(page.locator('.pair').nth(0));
      await card('手紙を書く').click();
      await page.locator('.pair').nth(1).locator('label').click();
      await page.getByText('保存しました').first().waitFor();
      for (const [place, words] of ['計算する', '手紙を書く'].entries()) {
        assert.equal(await page.locator(`[name=pair-${place}] option:checked`).textContent(), words);
      }
      await shot(page, 'pairs-script');
    } else {
      await page.selectOption('[name=pair-0]', { label: '計算する' });
      await page.selectOption('[name=pair-1]', { label: '手紙を書く' });
    }
    await checkPage(page);
    await next(page);

    const steps = page.locator('.sequence .step');
    const wanted = ['保存する', '閉じる', '電源を切る'];
    if (javaScriptEnabled) {
      // By keyboard: each step up until it is at its place.
      for (const [place, words] of wanted.entries()) {
        for (;;) {
          const all = await steps.locator('label').allTextContents();
          const here = all.findIndex((text) => text.trim() === words);
          if (here === place) break;
          await steps.nth(here).locator('.step-buttons button').first().press('Enter');
        }
      }
      assert.deepEqual((await steps.locator('label').allTextContents()).map((text) => text.trim()), wanted);
    } else {
      for (const [place, words] of wanted.entries()) {
        await page.getByLabel(words).selectOption(String(place + 1));
      }
    }
    await checkPage(page);
    await shot(page, `steps-${javaScriptEnabled ? 'script' : 'plain'}`);
    await next(page);

    await page.fill('[name=answer]', '拝啓 お元気ですか。');
    await checkPage(page);
    await next(page);

    await page.setInputFiles('[type=file]', { name: '表.ods', mimeType: 'application/octet-stream', buffer: Buffer.from('table') });
    await page.click('button[value=send]');
    await page.getByText('表.ods').first().waitFor();
    await checkPage(page);

    await page.goto(`${attempt}?q=end`);
    await page.click('button[value=submit]');
    await page.getByText('60 %').first().waitFor();
    assert.equal(await page.getByText('先生が見ています').count(), 2);
    await checkPage(page);
  });

  test(`an instructor grades what machines cannot, ${how}`, async () => {
    const page = await site.newPage({ javaScriptEnabled, width: 390 });
    await as(page, 'instructor');
    await page.goto('/grading');
    await checkPage(page);
    await page.locator('a[href^="/grading/"]').first().click();
    await page.getByLabel('あいさつがある').check();
    await page.getByLabel('日付がある').check();
    await page.getByLabel('開くことができる').check();
    await page.locator('textarea').first().fill('よく書けました。');
    await checkPage(page);
    await page.click('button.go');
    await page.getByText('採点を保存しました。').waitFor();
  });
}

test('a file that is saved is seen at once, with its problem at its place', async () => {
  const page = await site.newPage();
  await as(page, 'learner');
  await page.goto('/courses/kinds/lessons/practice');
  const file = join(folder, 'kinds/practice.ja.md');
  const text = await readFile(file, 'utf8');
  const started = Date.now();
  await writeFile(file, text.replace('[見る]', '新しい文 [見る]'));
  await page.getByText('新しい文').waitFor();
  console.log(`saved to seen: ${Date.now() - started} ms`);
  await writeFile(file, text.replace('glossary:screen', 'glossary:sceen'));
  const problem = page.locator('.problem');
  await problem.waitFor();
  assert.match(await problem.textContent(), /K0317.*screen/s);
  assert.equal(await problem.locator('mark').textContent(), 'glossary:sceen');
  await checkPage(page);
  await writeFile(file, text);
  await problem.waitFor({ state: 'detached' });
});
