// The checks that hold on every page: nothing axe objects to, no sideways scrolling on a narrow
// screen or with large text, everything reachable by keyboard.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';

const results = fileURLToPath(new URL('results/', import.meta.url));

/** All checks of this file on the page that is open. */
export async function checkPage(page) {
  await axe(page);
  await checkWords(page);
  await checkLayout(page);
  await checkKeyboard(page);
}

/** Asserts that axe finds nothing against WCAG 2.2 A and AA or its own best practices, but for the rules in `except`. */
export async function axe(page, except = []) {
  const subject = page.withoutScripts ? await copyForAxe(page) : page;
  const { violations } = await new AxeBuilder({ page: subject })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .disableRules(except)
    .analyze();
  if (subject !== page) await subject.context().close();
  const report = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html, failureSummary }) => `${id}: ${help}\n  ${target}\n  ${html}\n  ${failureSummary}`),
  );
  assert.equal(report.length, 0, `axe on ${page.url()}\n${report.join('\n')}`);
}

/** The same page, still without its scripts, where axe's own may run: it never ends where none may. */
async function copyForAxe(page) {
  const html = (await page.content()).replace(/<script\b.*?<\/script>/gs, '').replace(/<(\/?)noscript/g, '<$1div');
  const context = await page.context().browser().newContext({
    storageState: await page.context().storageState(),
    viewport: page.viewportSize(),
    reducedMotion: 'reduce',
  });
  const copy = await context.newPage();
  await copy.route(page.url(), (route) => route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }));
  await copy.goto(page.url());
  return copy;
}

/** Asserts that a page says what it is about, and nothing in the names of competences that only their list knows. */
export async function checkWords(page) {
  const [about, seen] = await page.evaluate(() => [
    document.querySelector('meta[name=description]')?.content ?? '',
    document.body.innerText,
  ]);
  assert.ok(about.length > 20, `${page.url()}: what is it about? ${about}`);
  assert.ok(!/digcomp:\d/i.test(seen) || /^\/(sources|preview|openings|items)/.test(new URL(page.url()).pathname), `${page.url()}: ${seen.match(/.*digcomp:.*/i)?.[0]}`);
}

/**
 * Asserts that the page never scrolls sideways: on a phone 360 px wide, and with text at 200 %
 * on the width that a common screen has left at that size. A part that scrolls in itself is fine.
 */
export async function checkLayout(page) {
  const before = page.viewportSize();
  for (const [width, text] of [[360, '100%'], [720, '200%']]) {
    await page.setViewportSize({ width, height: 740 });
    const tooWide = await page.evaluate((size) => {
      const html = document.documentElement;
      html.style.fontSize = size === '100%' ? '' : size;
      const room = html.clientWidth;
      if (html.scrollWidth <= room) return undefined;
      const culprits = [...document.body.querySelectorAll('*')].filter(
        (element) => element.getBoundingClientRect().right > room + 1,
      );
      const names = culprits.map((element) => element.outerHTML.split('>')[0] + '>');
      return `${html.scrollWidth} px of ${room}: ${[...new Set(names)].slice(-5).join(' ')}`;
    }, text);
    assert.equal(tooWide, undefined, `${page.url()} scrolls sideways at ${width} px, text ${text}`);
  }
  await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  await page.setViewportSize(before);
}

/** Asserts that Tab reaches everything one can use, and that one sees where one is. */
export async function checkKeyboard(page) {
  const count = await page.evaluate(() => {
    document.activeElement?.blur?.();
    // A group of radio buttons has one stop; the arrow keys do the rest.
    const groups = new Set();
    const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(
      (element) => {
        if (element.disabled || element.tabIndex < 0 || !element.checkVisibility({ visibilityProperty: true })) return false;
        if (element.type !== 'radio') return element.type !== 'hidden';
        const group = `${element.form?.action} ${element.name}`;
        return !groups.has(group) && groups.add(group);
      },
    );
    globalThis.unreached = new Set(stops);
    return stops.length;
  });
  const unseen = [];
  for (let presses = 0; presses < count * 2 + 10; presses += 1) {
    await page.keyboard.press('Tab');
    const [left, hidden] = await page.evaluate(() => {
      const here = document.activeElement;
      for (const stop of globalThis.unreached) {
        const sameGroup = here.type === 'radio' && stop.name === here.name && stop.form === here.form;
        if (stop === here || sameGroup) globalThis.unreached.delete(stop);
      }
      // The mark may be drawn around the element, or around the label or card that holds it.
      const shows = (element) => {
        const { outlineStyle, boxShadow } = getComputedStyle(element);
        return outlineStyle !== 'none' || boxShadow !== 'none';
      };
      const marked = here === document.body || shows(here) || (here.parentElement && shows(here.parentElement));
      return [globalThis.unreached.size, marked ? undefined : here.outerHTML.split('>')[0] + '>'];
    });
    if (hidden) unseen.push(hidden);
    if (left === 0) break;
  }
  const unreached = await page.evaluate(() => [...globalThis.unreached].map((stop) => stop.outerHTML.split('>')[0] + '>'));
  assert.deepEqual(unreached, [], `${page.url()}: not reached by the Tab key`);
  assert.deepEqual(unseen, [], `${page.url()}: no visible focus`);
}

/** Keeps a picture of the whole page as tests/browser/results/NAME.png. */
export async function shot(page, name) {
  await mkdir(results, { recursive: true });
  await page.screenshot({ path: `${results}${name}.png`, fullPage: true });
}
