// Working from home in a real browser with made-up devices: the self-test with its numbers, and a call
// between two browsers.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { checkPage, shot, signIn, startSite, until } from './harness.mjs';

const PASSWORD = 'hashi-demo-2026';
let site;
const browsers = [];

before(async () => {
  site = await startSite({ demo: true });
});
after(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await site?.stop();
});

/** A page of somebody in a browser of their own, whose camera and microphone are made up. */
async function sitDown(login, { width = 1280, flags = [], ...more } = {}) {
  const executablePath = [process.env.KAKEHASHI_BROWSER, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (path) => path && existsSync(path),
  );
  const browser = await chromium.launch({
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--allow-loopback-in-peer-connection',
      ...flags,
    ],
  });
  browsers.push(browser);
  const context = await browser.newContext({
    baseURL: site.url,
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width, height: 800 },
    reducedMotion: 'reduce',
    ...more,
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await signIn(page, { login, password: PASSWORD });
  return page;
}

const section = (page, measure) => page.locator(`section[data-measure=${measure}]`);
const result = async (page, measure) => {
  const found = section(page, measure).locator('[data-result]');
  const before = await found.textContent();
  return until(`the result of ${measure}`, async () => {
    const text = await found.textContent();
    return text !== before && text;
  });
};
const press = (page, measure, button = 'start') => section(page, measure).locator(`[data-${button}]`).click();

test('a learner at home looks at each device with one press', async () => {
  const page = await sitDown('taro', { width: 390 });
  await page.goto('/environment/check');
  await checkPage(page);
  await shot(page, 'environment-check');

  for (const measure of ['camera', 'screen', 'secure', 'browser']) {
    const told = result(page, measure);
    await press(page, measure);
    await told;
  }
  assert.match(await section(page, 'camera').locator('[data-result]').textContent(), /^✓ \d+×\d+/);
  assert.match(await section(page, 'secure').locator('[data-result]').textContent(), /https/);
  // A phone's screen is too small for work, and the page says what to do.
  await section(page, 'screen').locator('[data-problem=small-screen]').waitFor();
  await press(page, 'camera', 'stop');

  const heard = result(page, 'speaker');
  await press(page, 'speaker');
  await press(page, 'speaker', 'no');
  assert.match(await heard, /^△/);
  await section(page, 'speaker').locator('[data-problem=not-heard]').waitFor();

  const voice = result(page, 'microphone');
  await press(page, 'microphone');
  await press(page, 'microphone', 'yes');
  assert.match(await voice, /^✓ 声の大きさ \d+%/);
  await shot(page, 'environment-checked');

  await page.goto('/environment');
  await checkPage(page);
  await shot(page, 'environment');
  assert.match(await page.textContent('main'), /声の大きさ/);
});

for (const megabits of [2, 20]) {
  test(`a line of ${megabits} Mbit/s is measured as one`, async () => {
    const page = await sitDown('jiro');
    await page.goto('/environment/check');
    const bytes = (megabits * 1e6) / 8;
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: bytes,
      uploadThroughput: bytes,
    });
    const told = result(page, 'line');
    await press(page, 'line');
    const text = await told;
    const [, down, up] = text.match(/受け取る速さ ([\d.]+) Mbit\/s、送る速さ ([\d.]+) Mbit\/s/) ?? [];
    for (const measured of [down, up]) {
      assert.ok(Math.abs(Number(measured) - megabits) <= 0.2 * megabits, text);
    }
    const slow = section(page, 'line').locator('[data-problem=slow-down]');
    assert.equal(await slow.isVisible(), megabits < 10);
  });
}

test('without a camera and without leave the page says what to do', async () => {
  const page = await sitDown('yoshiko', { flags: ['--use-fake-ui-for-media-stream=deny'] });
  await page.goto('/environment/check');
  const told = result(page, 'camera');
  await press(page, 'camera');
  await told;
  await section(page, 'camera').locator('[data-problem=denied]').waitFor();
});

test('without JavaScript the page says what remains', async () => {
  const page = await sitDown('harue', { javaScriptEnabled: false });
  await page.goto('/environment/check');
  const text = await page.locator('main').innerText();
  assert.match(text, /教室に持ってきて/);
  assert.match(text, /いまのブラウザー/);
  assert.equal(await page.locator('[data-start]:visible').count(), 0);
});

test('an instructor and a learner see and hear each other, show a screen, and meet again after a reload', async () => {
  const [host, learner] = await Promise.all([sitDown('sensei'), sitDown('hanako', { width: 390 })]);
  await host.goto('/people?q=花子');
  await host.click('main tbody th a');
  await host.click('a[href^="/environment/"]');
  await checkPage(host);
  await shot(host, 'environment-person');
  await host.click('button[value=invite]');
  await host.waitForURL(/\/calls\//);
  await checkPage(host);
  await host.click('[data-enter]');

  await learner.goto('/');
  await learner.click('a[href^="/calls/"]');
  await learner.waitForURL(/\/calls\//);
  await learner.click('[data-enter]');

  const connected = (page) =>
    until('the connection', () => page.evaluate(() => window.kakehashiCall.state() === 'connected'), 30);
  await Promise.all([connected(host), connected(learner)]);
  const got = (page) =>
    page.evaluate(async () => {
      let [frames, sound] = [0, 0];
      for (const it of (await window.kakehashiCall.connection().getStats()).values()) {
        if (it.type !== 'inbound-rtp') continue;
        if (it.kind === 'video') frames += it.framesDecoded ?? 0;
        if (it.kind === 'audio') sound += it.totalAudioEnergy ?? 0;
      }
      return { frames, sound };
    });
  for (const page of [host, learner]) {
    await until('pictures and sound', async () => {
      const { frames, sound } = await got(page);
      return frames > 20 && sound > 0.01;
    });
  }
  await checkPage(learner);
  await shot(learner, 'call');

  // The host shows a screen; the learner sees it beside the face.
  await host.click('[data-share]');
  await learner.locator('[data-remote-screen]:visible').waitFor();

  // The learner's page is opened anew: the two meet again by themselves.
  await learner.reload();
  await learner.click('[data-enter]');
  await Promise.all([connected(host), connected(learner)]);
  await until('pictures after the reload', async () => (await got(learner)).frames > 10);

  await host.click('button[value=end]');
  await host.locator('button[value=fine]').click();
  await host.waitForURL(/\/calls\//);
  assert.match(await host.textContent('main'), /記録しました/);
  await until('the end on the other side', () =>
    learner.evaluate(() => window.kakehashiCall.state() === 'over'),
  );
});
