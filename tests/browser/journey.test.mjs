// The whole bridge, as a story: from the set-up link to the follow-ups after the first working day.
// Once with JavaScript, once without.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { axe, checkPage, shot, startSite } from './harness.mjs';
import { answerKey, choose, items } from './keys.mjs';

const password = 'tegami-umi-9-kaze';
const course = 'it-basics';

// The classroom's clock says about noon, whenever this runs: a class session must not cross midnight.
const ahead = 12 - new Date().getUTCHours();
const offset = ahead * 60;
// These names count the other way round: nine hours ahead of UTC is Etc/GMT-9.
const zone = `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
const clock = (minutes) => new Date(Date.now() + (offset + minutes) * 60_000).toISOString();
/** A day on the classroom's clock, so many days from today: 2026-11-24. */
const day = (days = 0) => clock(days * 1440).slice(0, 10);
/** A time on the classroom's clock, so many minutes from now: 14:05. */
const time = (minutes = 0) => clock(minutes).slice(11, 16);

for (const javaScriptEnabled of [true, false]) {
  describe(`the bridge, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const site = await startSite({ env: { KAKEHASHI_TIME_ZONE: zone } });
    after(() => site.stop());
    const story = {};
    const sitDown = (more = {}) => site.newPage({ javaScriptEnabled, ...more });
    const main = (page) => page.locator('main');
    const name = javaScriptEnabled ? 'with' : 'without';

    /** Each chapter builds on the ones before; after a broken one the story ends. */
    function chapter(title, tell) {
      test(title, async () => {
        assert.ok(!story.broken, `an earlier chapter failed: ${story.broken}`);
        story.broken = title;
        await tell();
        story.broken = undefined;
      });
    }

    async function join(link, who, login) {
      const page = await sitDown(login === 'hanako' ? { width: 375, height: 800 } : {});
      await page.goto(link);
      await page.fill('#name', who);
      await page.fill('#email', login);
      await page.fill('#password', 'short');
      await main(page).locator('button.go').click();
      // A mistake keeps what was typed and is told beside the field.
      assert.equal(await page.inputValue('#email'), login);
      await page.locator('#password-error').waitFor();
      await page.fill('#password', password);
      await main(page).locator('button.go').click();
      await page.waitForURL(`${site.url}/`);
      return page;
    }

    chapter('the set-up link makes the first administrator', async () => {
      story.administrator = await join(await site.setUpLink(), '橋本 管理', 'kanri');
      await checkPage(story.administrator);
    });

    chapter('the administrator invites an instructor and a coordinator', async () => {
      const page = story.administrator;
      for (const [role, who, login] of [
        ['instructor', '先野 生子', 'sensei'],
        ['coordinator', '結城 つなぐ', 'yuuki'],
      ]) {
        await page.goto('/people');
        await page.fill('#name', who);
        await page.locator('input[name=roles][value=learner]').uncheck();
        await page.locator(`input[name=roles][value=${role}]`).check();
        await page.getByRole('button', { name: '招待のリンクをつくる' }).click();
        story[role] = await join(await page.locator('.handed-link').textContent(), who, login);
        await checkPage(story[role]);
      }
      await checkPage(page);
    });

    chapter('the instructor opens a cohort and a class session', async () => {
      const page = story.instructor;
      await page.goto('/cohorts');
      await checkPage(page);
      await page.goto('/cohorts/new');
      await checkPage(page);
      await page.fill('#name', '秋の基礎クラス');
      await page.fill('#place', 'まちづくりセンター 2 階');
      await page.fill('#starts_on', day(-1));
      await page.fill('#ends_on', day(30));
      await page.locator(`input[name=course][value=${course}]`).check();
      await page.locator('button[value=create]').click();
      await page.waitForURL(/\/cohorts\/[0-9a-f-]{36}/);
      story.cohort = page.url().split('?')[0];
      const form = main(page).locator('form', { has: page.locator('button[value=session]') });
      await main(page).locator('summary', { hasText: '授業を 1 回加える' }).click();
      await form.locator('[name=date]').fill(day());
      await form.locator('[name=starts]').fill(time(-5));
      await form.locator('[name=ends]').fill(time(90));
      await form.locator('[name=topic]').fill('マウスの回');
      await form.locator('button[value=session]').click();
      await checkPage(page);
      story.session = await main(page).locator('a[href^="/sessions/"]').first().getAttribute('href');
    });

    chapter('the instructor invites a learner into the cohort', async () => {
      const page = story.instructor;
      await page.goto(story.cohort);
      await main(page).locator('summary', { hasText: '新しい人を招待する' }).click();
      const form = main(page).locator('form', { has: page.locator('button[value=invite]') });
      await form.locator('[name=name]').fill('佐藤 花子');
      await form.locator('button[value=invite]').click();
      story.learner = await join(await page.locator('.handed-link').first().textContent(), '佐藤 花子', 'hanako');
      await checkPage(story.learner);
      await shot(story.learner, `home-first-${name}`);
    });

    chapter('the learner reads a lesson and practises', async () => {
      const page = story.learner;
      await main(page).locator('.next a.go').click();
      await page.locator('form.question').first().waitFor();
      await checkPage(page);
      await shot(page, `lesson-${name}`);
      assert.equal(await page.locator('script').count(), 0, 'a lesson ships no script');
      const question = page.locator('form.question').first();
      await question.locator('.choice input').first().check();
      await question.getByRole('button').click();
      await page.locator('form.question [role=status]').waitFor();
      await axe(page);
    });

    chapter('the learner checks in by the code on the projector', async () => {
      const wall = story.instructor;
      await wall.goto(`${story.session}/wall`);
      // The code changes every 30 seconds, so its page must too: WCAG 2.2.1 excepts what happens in real time.
      await axe(wall, ['meta-refresh']);
      await shot(wall, `wall-${name}`);
      const code = (await wall.locator('.digits').textContent()).replace(/\D/g, '');
      assert.match(code, /^\d{6}$/);
      const page = story.learner;
      await page.goto('/check-in');
      await checkPage(page);
      await page.fill('[name=code]', code === '000000' ? '111111' : '000000');
      await main(page).locator('button.go').click();
      await page.locator('#code-error').waitFor();
      await page.fill('[name=code]', code);
      await main(page).locator('button.go').click();
      await page.locator('.met').first().waitFor();
      await axe(page);
      await wall.goto(story.session);
      await checkPage(wall);
      await wall.locator('.met').first().waitFor();
    });

    /** Answers every question of the open attempt with `answer(id)`, and hands in. */
    async function take(page, quiz, answer) {
      await page.goto(`/courses/${course}/quizzes/${quiz}`);
      await main(page).locator('.next button.go').click();
      await page.waitForURL(/\/attempts\//);
      for (;;) {
        const id = await page.locator('input[name=question]').getAttribute('value');
        const given = answer(id);
        const essay = page.locator('textarea[name=answer]');
        if (await essay.count()) {
          await essay.fill('名前は佐藤花子です。\n趣味は散歩です。');
        } else if (given.text === undefined) {
          await choose(page, given.choices);
        } else {
          await page.fill('input[name=answer]', given.text);
        }
        await main(page).locator('button[value=next]').click();
        await page.waitForURL(/q=/);
        if (page.url().endsWith('q=end')) break;
      }
      await main(page).locator('button[value=submit]').click();
      await page.getByRole('heading', { name: 'けっか' }).waitFor();
    }

    chapter('the learner forgets the password, and a link from the instructor opens the door again', async () => {
      const [page, staff] = [story.learner, story.instructor];
      await page.goto('/account');
      await checkPage(page);
      await main(page).locator('button[value=everywhere]').click();
      await page.waitForURL(/sign-in/);
      await page.fill('#email', 'hanako');
      await page.fill('#password', 'tsuki-no-michi');
      await main(page).locator('button.go').click();
      await page.locator('#password-error').waitFor();
      await staff.goto('/people?q=hanako');
      await checkPage(staff);
      await main(staff).getByRole('link', { name: '佐藤 花子' }).click();
      await checkPage(staff);
      await main(staff).locator('button[value=password]').click();
      const link = await staff.locator('.handed-link').textContent();
      await axe(staff);
      await shot(staff, `password-link-${name}`);
      await page.goto(link);
      await checkPage(page);
      await shot(page, `password-new-${name}`);
      await page.fill('#new', 'tsuki-no-michi');
      await main(page).locator('button.go').click();
      await page.waitForURL(`${site.url}/`);
      await page.goto(link);
      await page.getByText('このリンクはもう使われました').waitFor();
      await page.goto('/');
    });

    chapter('the learner fails the quiz, tries again and passes', async () => {
      const page = story.learner;
      const key = await answerKey(course, 'first-steps');
      const wrong = (id) => (key.get(id).text === undefined ? { choices: [] } : { text: 'わかりません' });
      await page.goto(`/courses/${course}/quizzes/first-steps`);
      await checkPage(page);
      await main(page).locator('.next button.go').click();
      await page.waitForURL(/\/attempts\//);
      await checkPage(page);
      await shot(page, `quiz-${name}`);
      await take(page, 'first-steps', wrong);
      await page.getByText('とどきませんでした').waitFor();
      await take(page, 'first-steps', (id) => key.get(id));
      await page.getByText('合格です').waitFor();
      await checkPage(page);
    });

    if (javaScriptEnabled) {
      chapter('a broken line in mid-quiz loses nothing', async () => {
        const page = story.learner;
        const key = await answerKey(course, 'final');
        await page.goto(`/courses/${course}/quizzes/final`);
        await main(page).locator('.next button.go').click();
        await page.waitForURL(/\/attempts\//);
        const id = await page.locator('input[name=question]').getAttribute('value');
        await page.context().setOffline(true);
        const right = key.get(id);
        if (right.text === undefined) await choose(page, right.choices.slice(0, 1));
        else await page.fill('input[name=answer]', right.text);
        await page.locator('.save-state .soon').waitFor();
        // "Next" waits for the line, instead of leaving for the browser's error page.
        await page.locator('button[value=next]').click();
        await page.getByText('つながったら、自動でつぎへ進みます').waitFor();
        await page.context().setOffline(false);
        await page.getByText('問題 2 / ').waitFor({ timeout: 15_000 });
        await page.reload();
        await page.goto(`${page.url().split('?')[0]}?q=1`);
        await page.locator('.save-state .met').waitFor();
      });
    }

    chapter('the learner finishes the course', async () => {
      const page = story.learner;
      for (const item of await items(course)) {
        if (item.lesson) {
          await page.goto(`/courses/${course}/lessons/${item.lesson}`);
          await checkPage(page);
          await page.locator('button[value=finish]').click();
        } else if (item.quiz !== 'first-steps') {
          const key = await answerKey(course, item.quiz);
          await take(page, item.quiz, (id) => key.get(id));
        }
      }
      await page.goto(`/courses/${course}`);
      await checkPage(page);
      await page.goto('/courses');
      await checkPage(page);
    });

    chapter('the instructor closes the session, and the learner sees what is missing', async () => {
      const page = story.instructor;
      await page.goto(story.session);
      await main(page).locator('summary', { hasText: '閉じる' }).click();
      await page.locator('button[value=close]').click();
      await page.locator('button[value=reopen]').waitFor();
      const learner = story.learner;
      await learner.goto('/attendance');
      await checkPage(learner);
      await learner.goto('/readiness?rule=office-telework');
      await checkPage(learner);
      await shot(learner, `missing-${name}`);
      await learner.getByText('家で働く場所を整える').first().waitFor();
      // What is missing comes first, a line each with the first open; what is done is folded.
      for (const [id, title, rest] of [
        ['typing-complete', true, true],
        ['internet-complete', true, false],
        ['basics-complete', false, false],
      ]) {
        const line = learner.locator(`#criterion-${id}`);
        assert.equal(await line.locator('h3').isVisible(), title, id);
        assert.equal(await line.locator('svg.meter').first().isVisible(), rest, id);
      }
    });

    chapter('the coordinator records what was checked, and signs with a reason although courses are missing', async () => {
      const page = story.coordinator;
      await page.goto('/readiness/board');
      await checkPage(page);
      await main(page).getByRole('link', { name: '佐藤 花子' }).first().click();
      await page.waitForURL(/\/readiness\/[0-9a-f-]{36}/);
      await page.goto(`${page.url().split('?')[0]}?rule=office-telework`);
      await checkPage(page);
      const details = main(page).locator('details:has(button[value=check]):not([open]) > summary').first();
      if (await details.count()) await details.click();
      const form = main(page).locator('form', { has: page.locator('button[value=check]') }).first();
      for (const item of await form.locator('input[name=items]').all()) await item.check();
      await form.locator('button[value=check]').click();
      await main(page).locator('#criterion-home-office .chip.met').first().waitFor({ state: 'attached' });
      assert.equal(await main(page).locator('input[name=verdict][value=ready]').count(), 0, 'the rule is not met');
      await main(page).locator('input[name=verdict][value=ready-by-override]').check();
      const reason = main(page).locator('[name=reason]').first();
      await reason.fill('面談で確かめました。');
      await main(page).locator('button[value=sign]').click();
      await main(page).getByText('準備できた').first().waitFor();
      await checkPage(page);
      await shot(page, `person-${name}`);
    });

    chapter('the coordinator adds an employer and an opening', async () => {
      const page = story.coordinator;
      await page.goto('/employers');
      await checkPage(page);
      await page.fill('#name', 'みなと事務サービス（架空）');
      await page.fill('#contact_name', '港 勇');
      await main(page).getByRole('button', { name: '加える' }).click();
      await page.goto('/openings/new');
      await checkPage(page);
      await page.selectOption('#employer', { label: 'みなと事務サービス（架空）' });
      await page.fill('#title', 'データ入力（在宅・週20時間）');
      await page.fill('#description', '伝票を入力する仕事です。');
      await page.locator('input[name=work_mode][value=telework]').check();
      await page.fill('#hours_per_week', '20');
      await page.fill('#from', '09:00');
      await page.fill('#to', '15:00');
      await page.fill('#starts_on', day(14));
      await page.fill('#closes_on', day(10));
      await page.fill('#seats', '2');
      await page.locator('input[name=equipment_provided]').check();
      await page.locator('input[name=essential]').first().check();
      await main(page).locator('form[method=post] button.go').click();
      await page.waitForURL(/\/openings\/[0-9a-f-]{36}/);
      story.opening = new URL(page.url()).pathname;
      await checkPage(page);
    });

    chapter('openings appear for the learner, with reasons', async () => {
      const page = story.learner;
      await page.goto('/wishes');
      await checkPage(page);
      await page.locator('input[name=work_modes][value=telework]').check();
      await page.fill('#max_hours', '25');
      await main(page).locator('button.go').click();
      await page.goto('/work');
      await page.getByText('データ入力（在宅・週20時間）').first().waitFor();
      await checkPage(page);
      await shot(page, `work-${name}`);
    });

    chapter('the learner consents to show chosen fields to this employer', async () => {
      const page = story.learner;
      await page.goto(`${story.opening}/consent`);
      await checkPage(page);
      assert.equal(await page.locator('main input:checked').count(), 0, 'nothing is ticked beforehand');
      for (const field of ['name', 'readiness', 'competences']) await page.check(`[name=fields][value=${field}]`);
      await page.check('[name=purpose][value=selection]');
      await page.check('[name=days][value="30"]');
      await page.locator('button[value=give]').click();
      await page.goto('/disclosures');
      await page.getByText('みなと事務サービス').first().waitFor();
      await checkPage(page);
    });

    chapter('a second person confirms the consent: the password was chosen with a link from the instructor', async () => {
      const page = story.coordinator;
      await page.goto('/');
      await main(page).locator('a[href="/consents/waiting"]').first().click();
      await checkPage(page);
      await shot(page, `second-${name}`);
      await main(page).locator('button.go').click();
      await main(page).getByText('いま、待っている同意はありません').waitFor();
    });

    chapter('the employer opens the packet and says yes', async () => {
      const page = story.coordinator;
      await page.goto(story.opening);
      await checkPage(page);
      await main(page).locator('a[href*="/refer/"]').first().click();
      await checkPage(page);
      await main(page).locator('button.go').click();
      const link = (await page.locator('code', { hasText: '/packet/' }).textContent()).trim();
      const employer = await sitDown({ width: 375, height: 800 });
      await employer.goto(link);
      await checkPage(employer);
      await employer.locator('button[value=open]').click();
      await employer.getByText('佐藤 花子').first().waitFor();
      await checkPage(employer);
      await shot(employer, `packet-${name}`);
      await employer.locator('input[name=answer][value=yes]').check();
      await employer.fill('[name=note]', 'ぜひお願いします。');
      await employer.locator('main button.go').click();
      await employer.locator('.met').first().waitFor();
    });

    chapter('the placement begins, and its follow-ups are due', async () => {
      const page = story.coordinator;
      await page.goto('/referrals');
      await checkPage(page);
      await main(page).locator('a[href^="/referrals/"]').first().click();
      await checkPage(page);
      await page.fill('[name=starts_on]', day(0));
      await page.locator('button[value=start]').click();
      await page.goto('/care');
      await main(page).getByText('佐藤 花子').first().waitFor();
      await checkPage(page);
      await shot(page, `care-${name}`);
      await main(page).locator('a[href^="/care/"]').first().click();
      await checkPage(page);
      await story.learner.goto('/');
      await checkPage(story.learner);
      await shot(story.learner, `home-last-${name}`);
    });

    chapter('the audit trail tells it all', async () => {
      const page = story.administrator;
      await page.goto('/audit');
      await checkPage(page);
      for (const action of ['role.granted', 'person.invited']) await page.getByText(action).first().waitFor();
    });

    chapter('every page says it in English too', async () => {
      const page = story.learner;
      await page.goto('/');
      await page.locator('button[value=lang]').click();
      assert.equal(await page.locator('html').getAttribute('lang'), 'en');
      for (const path of ['/', '/courses', `/courses/${course}`, `/courses/${course}/lessons/mouse`, '/readiness', '/work', '/wishes', '/disclosures', '/attendance', '/account']) {
        await page.goto(path);
        await checkPage(page);
        const text = await page.locator('h1').first().innerText();
        assert.doesNotMatch(text.replace('佐藤 花子', ''), /[ぁ-んァ-ヶ]/, `${path} has a Japanese heading: ${text}`);
      }
    });
  });
}
