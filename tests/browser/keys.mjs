// The right answers of a quiz, read from its source as an instructor would read it.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const courses = fileURLToPath(new URL('../../courses/', import.meta.url));

/** By question id: `{ choices: [id] }` or `{ text }`. */
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
    const right = line.match(/^- \[x\].*\{#([\w-]+)\}/);
    if (right) question.choices.push(right[1]);
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
