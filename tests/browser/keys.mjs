// The right answers of a quiz, read from its source as an instructor would read it.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const courses = fileURLToPath(new URL('../../courses/', import.meta.url));

/** The letters of a text alone, without furigana and marks: as it stands in a source, and on a page. */
const bare = (text) => text.replace(/\{([^|｜{}]+)[|｜][^{}]*\}/g, '$1').replace(/[\s*_`\\]/g, '');

/** Ticks the choices with these words: a page names them by their places alone. */
export async function choose(page, choices) {
  for (const label of await page.locator('label.choice').all()) {
    const words = await label.evaluate((node) => {
      const copy = node.cloneNode(true);
      for (const reading of copy.querySelectorAll('rt, rp')) reading.remove();
      return copy.textContent;
    });
    if (choices.includes(bare(words))) await label.locator('input').check();
  }
}

/** By question id: `{ choices: [words] }` or `{ text }`. */
export async function answerKey(course, quiz) {
  const source = await readFile(`${courses}${course}/${quiz}.quiz.ja.md`, 'utf8');
  const key = new Map();
  let question;
  for (const line of source.split(/\r?\n/)) {
    const heading = line.match(/^## .*\{[^}]*#([\w-]+)[^}]*\}\s*$/);
    if (heading) {
      question = { choices: [], text: undefined };
      key.set(heading[1], question);
    }
    const right = line.match(/^- \[x\] (.*)\{#[\w-]+\}/);
    if (right) question.choices.push(bare(right[1]));
    const accepted = line.match(/^= (.+)$/);
    if (accepted && question && question.text === undefined) {
      question.text = accepted[1].split('|')[0].replace(/±.*/, '').trim();
    }
  }
  return key;
}

/** Items of a course in its order: `{ lesson }` or `{ quiz }`. */
export async function items(course) {
  const source = await readFile(`${courses}${course}/course.toml`, 'utf8');
  const ids = [...source.matchAll(/^items = \[(.*)\]/gm)].flatMap(([, list]) => [...list.matchAll(/"([^"]+)"/g)].map((m) => m[1]));
  const isQuiz = async (id) => readFile(`${courses}${course}/${id}.quiz.ja.md`).then(() => true, () => false);
  return Promise.all(ids.map(async (id) => ((await isQuiz(id)) ? { quiz: id } : { lesson: id })));
}
