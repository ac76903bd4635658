// What every browser test needs: a server of its own on an empty database, pages in Chromium, and
// the checks that hold on every page (see checks.mjs).
//
//   const site = await startSite();
//   after(() => site.stop());
//   test('a visitor finds the sign-in page', async () => {
//     const page = await site.newPage();
//     await page.goto('/sign-in');
//     await checkPage(page);
//   });
//
// KAKEHASHI_BINARY names another program than the development build, KAKEHASHI_BROWSER another browser.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export * from './checks.mjs';

const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));
const isRoot = process.getuid?.() === 0;

/**
 * Starts the program on a free port, with an empty database or (`demo`) with the demo classroom.
 * `env` adds settings, `data` keeps to a given folder (for a restart) instead of a new one.
 */
export async function startSite({ demo = false, env = {}, data } = {}) {
  const folder = data ?? (await mkdtemp(join(tmpdir(), 'kakehashi-browser-')));
  return startProgram(['serve', ...(demo ? ['--demo'] : [])], { env, folder, keep: data !== undefined });
}

/** Starts an author's preview of a folder on a free port. */
export async function startPreview(courses) {
  const folder = await mkdtemp(join(tmpdir(), 'kakehashi-browser-'));
  return startProgram(['preview', courses], { env: {}, folder, keep: false });
}

async function startProgram(command, { env, folder, keep }) {
  const binary =
    process.env.KAKEHASHI_BINARY ?? resolve(root, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/kakehashi');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;

  let output = '';
  let program;
  let ended;
  const start = (words) => {
    program = spawn(binary, words, {
      cwd: root,
      env: {
        ...process.env,
        KAKEHASHI_LISTEN: `127.0.0.1:${port}`,
        KAKEHASHI_PREVIEW_LISTEN: `127.0.0.1:${port}`,
        KAKEHASHI_PUBLIC_URL: url,
        KAKEHASHI_DATA: folder,
        KAKEHASHI_COURSES: 'courses',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [program.stdout, program.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    const one = program;
    ended = new Promise((done) => one.once('close', done).once('error', done));
  };
  const answers = () =>
    until('an answer from /health', async () => {
      if (program.exitCode !== null || program.pid === undefined) throw new Error('The program ended early.');
      const answer = await fetch(`${url}/health`).catch(() => undefined);
      return answer?.ok;
    });
  start(command);
  // A test that dies must not leave its server behind.
  const kill = () => program.kill('SIGKILL');
  process.once('exit', kill);

  let browser;
  const problems = [];

  const site = {
    url,
    data: folder,
    /** All that the program has printed so far. */
    output: () => output,

    /** The one-time address that an empty server prints, for its first administrator. */
    async setUpLink() {
      const link = await until('the set-up link', () => output.match(/\S*(\/set-up\/[\w.~-]+)/)?.[1]);
      return url + link;
    },

    /**
     * A page in a browser of its own, as a person who has just sat down: `lang` is what their
     * browser asks for, `user` ({ login, password }) signs them in.
     */
    async newPage({ javaScriptEnabled = true, lang = 'ja', width = 1280, height = 800, user, ...more } = {}) {
      browser ??= await launch();
      const context = await browser.newContext({
        baseURL: url,
        javaScriptEnabled,
        locale: lang === 'ja' ? 'ja-JP' : 'en-GB',
        timezoneId: 'Asia/Tokyo',
        viewport: { width, height },
        reducedMotion: 'reduce',
        ...more,
      });
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      page.withoutScripts = !javaScriptEnabled;
      page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
      page.on('response', (answer) => {
        if (answer.status() >= 500) problems.push(`${answer.url()}: ${answer.status()}\n${output.slice(-2000)}`);
      });
      page.on('console', (message) => {
        // An answer of 404 or 422 is a page like any other; a blocked script or style is not.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
          problems.push(`${page.url()}: ${message.text()}`);
        }
      });
      if (user) await signIn(page, user);
      return page;
    },

    /** Ends browser and program as an operator would; fails if a page had an error nobody looked at. */
    async stop({ keepData = keep } = {}) {
      await browser?.close();
      program.kill('SIGTERM');
      const late = setTimeout(kill, 10_000);
      await ended;
      clearTimeout(late);
      process.removeListener('exit', kill);
      if (!keepData) await rm(folder, { recursive: true, force: true });
      assert.deepEqual(problems, [], 'errors in the browser');
    },

    /** Ends the program at once, as a power cut would. */
    async crash() {
      kill();
      await ended;
    },

    /** Stops the program where it stands, as a line that carries nothing: what asks it waits. */
    pause: () => program.kill('SIGSTOP'),
    resume: () => program.kill('SIGCONT'),

    /** Starts the program again after a crash, at the same address. */
    async revive() {
      start(['serve']);
      await answers();
    },
  };

  try {
    await answers();
  } catch (error) {
    await site.stop();
    throw new Error(`${binary} did not start: ${error.message}\n${output}`);
  }
  return site;
}

/** Signs a person in through the form that everybody uses. */
export async function signIn(page, { login, password }) {
  await page.goto('/sign-in');
  const form = page.locator('form', { has: page.locator('input[type=password]') });
  await form.locator('input[autocomplete~=username]').fill(login);
  await form.locator('input[type=password]').fill(password);
  await form.locator('button').click();
  await page.waitForURL((now) => now.pathname !== '/sign-in');
}

/** A folder of courses with one more in it, from the fixtures; ends with its process. */
export async function coursesWith(fixture) {
  const folder = await mkdtemp(join(tmpdir(), 'kakehashi-courses-'));
  await cp(join(root, 'courses'), folder, { recursive: true });
  await cp(join(root, 'tests/fixtures', fixture), join(folder, fixture), { recursive: true });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Asks until there is an answer, for at most `seconds`. */
export async function until(what, ask, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`Waited ${seconds} s for ${what}.`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

function launch() {
  const executablePath = [
    process.env.KAKEHASHI_BROWSER,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find((path) => path && existsSync(path));
  return chromium.launch({
    executablePath,
    // Chromium's sandbox does not work for root.
    chromiumSandbox: !isRoot,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer().once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}
