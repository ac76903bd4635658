// The first page a person sees, and the first thing a machine asks.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkPage, shot, startSite } from './harness.mjs';

const site = await startSite();
after(() => site.stop());

test('the server says that it is well', async () => {
  const answer = await fetch(`${site.url}/health`);
  assert.equal(answer.status, 200);
});

test('an empty server prints a set-up link that opens', async () => {
  const page = await site.newPage();
  const answer = await page.goto(await site.setUpLink());
  assert.equal(answer.status(), 200);
  await checkPage(page);
});

for (const lang of ['ja', 'en']) {
  for (const javaScriptEnabled of [true, false]) {
    const how = `in ${lang}, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`;
    test(`the sign-in page is for everybody, ${how}`, async () => {
      const page = await site.newPage({ lang, javaScriptEnabled });
      await page.goto('/sign-in');
      assert.equal(await page.getAttribute('html', 'lang'), lang);
      await checkPage(page);
      await shot(page, `sign-in-${lang}`);
    });
  }
}
