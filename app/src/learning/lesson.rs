//! A lesson, with its practice questions. No code runs in the browser.

use std::sync::Arc;

use domain::{
    Lang,
    catalog::{Block, Item, QuestionKind},
};
use leptos::prelude::*;
use server::{
    Error, Result,
    catalog::Revision,
    learning::{practice, progress},
};

use super::question;
use crate::{
    ui::{Chip, Tone, crumbs},
    web::{Cached, FromPosted, Page, Pairs, Posted, Reply, Req, Saved},
};

/// A practice question that was just answered.
struct Answered {
    question: String,
    answer: domain::learning::Answer,
    correct: bool,
}

/// The lesson.
pub async fn show(req: &Req) -> Result<Reply> {
    page(req, None).await
}

/// What may be done in a lesson.
pub enum LessonForm {
    /// It is understood.
    Finish,
    /// Try a practice question.
    Answer {
        /// The question.
        question: String,
        /// The fields of the answer, which differ by the kind of question; see `question::read`.
        fields: Pairs,
    },
}

impl FromPosted for LessonForm {
    fn read(Posted { fields, .. }: Posted) -> Result<Self> {
        let known = |name: &str| ["do", "question", "answer"].contains(&name) || question::is_field(name);
        let unknown = fields.iter().find(|(name, _)| !known(name));
        match (fields.get("do"), fields.get("question"), unknown) {
            (.., Some((name, _))) => Err(Error::Misread(format!("a lesson has no field {name:?}"))),
            ("finish", "", None) => Ok(LessonForm::Finish),
            ("answer", asked, None) if !asked.is_empty() => Ok(LessonForm::Answer {
                question: asked.to_owned(),
                fields,
            }),
            (act, _, None) => Err(Error::Misread(format!("a lesson cannot {act:?}"))),
        }
    }
}

/// Answers a practice question, or finishes the lesson and goes on.
pub async fn submit(req: &Req, form: LessonForm) -> Result<Reply> {
    let actor = req.actor()?;
    let (course, id) = (req.param_text("course"), req.param_text("lesson"));
    let (id_of_question, fields) = match form {
        LessonForm::Finish => {
            progress::finish_lesson(actor, &req.services, course, id).await?;
            let revision = req.services.catalog.course(course)?;
            let title = revision
                .course
                .lessons
                .get(id)
                .and_then(|lesson| lesson.text(req.lang))
                .map(|(_, text)| text.title.clone())
                .unwrap_or_default();
            return Ok(Reply::flash(
                req,
                next_path(&revision, id),
                &format!("よくできました。「{title}」が終わりました。"),
                &format!("Well done. You have finished “{title}”."),
            ));
        }
        LessonForm::Answer { question, fields } => (question, fields),
    };
    let revision = req.services.catalog.course(course)?;
    let lesson = revision.lesson(id)?;
    let asked = lesson.questions.get(&id_of_question).ok_or(Error::NotFound)?;
    let order = domain::learning::choice_order(asked, 1);
    let answer = question::read_practice(asked, &order, &fields);
    if answer.is_empty() {
        // An empty one is no answer; a script has nothing to wait for.
        return match req.is_script() {
            true => Ok(Reply::to(req.path.clone())),
            false => page(req, None).await,
        };
    }
    let correct = practice::answer(actor, &req.services, course, id, &asked.id, &answer, req.key()).await?;
    if req.is_script() {
        // It was answered while the line was down.
        let (_, word) = verdict(req.lang, correct);
        return Ok(Reply::to(req.path.clone()).telling(Saved::saying(word)));
    }
    page(
        req,
        Some(Answered {
            question: asked.id.clone(),
            answer,
            correct,
        }),
    )
    .await
}

/// Where "understood, go on" leads: the next item, or the course when this was the last.
fn next_path(revision: &Arc<Revision>, lesson: &str) -> String {
    let course = &revision.course;
    let items: Vec<&Item> = course.units.iter().flat_map(|unit| &unit.items).collect();
    let here = items
        .iter()
        .position(|item| item.is_lesson() && item.id() == lesson);
    match here.and_then(|here| items.get(here + 1)) {
        Some(Item::Lesson(id)) => format!("/courses/{}/lessons/{id}", course.id),
        Some(Item::Quiz(id)) => format!("/courses/{}/quizzes/{id}", course.id),
        None => format!("/courses/{}", course.id),
    }
}

async fn page(req: &Req, answered: Option<Answered>) -> Result<Reply> {
    let lang = req.lang;
    let (course, id) = (req.param_text("course"), req.param_text("lesson").to_owned());
    let revision = req.services.catalog.course(course)?;
    let lesson = revision.lesson(&id)?;
    let (_, text) = lesson.text(lang).ok_or(Error::NotFound)?;
    let title = text.title.clone();
    let actor = req.actor()?;
    // A lesson that a device takes along for later is not opened by that.
    let done = match req.taking_home {
        true => progress::opened(actor, &req.services, course, &id)
            .await?
            .unwrap_or_default(),
        false => progress::open_lesson(actor, &req.services, course, &id).await?,
    };
    // Steps are moved by the small script.
    let steps = lesson
        .questions
        .values()
        .any(|asked| matches!(asked.kind, QuestionKind::Order { .. }));
    let shown = ShownLesson {
        revision: revision.clone(),
        id,
        lang,
        done,
    };
    // The same for everybody who has not just answered.
    let Some(answered) = answered else {
        let page = Page::cached(title, shown).with_aloud();
        return Ok(if steps { page.with_script() } else { page }.into());
    };
    let page = Page::new(title, move || shown.view(Some(&answered))).with_aloud();
    Ok(if steps { page.with_script() } else { page }.into())
}

/// A lesson as it is shown: all that its page depends on.
struct ShownLesson {
    revision: Arc<Revision>,
    id: String,
    lang: Lang,
    done: bool,
}

impl Cached for ShownLesson {
    fn name(&self) -> String {
        let (hash, lang) = (&self.revision.hash, self.lang.code());
        format!("lesson {hash} {} {lang} {}", self.id, self.done)
    }

    fn draw(self: Box<Self>) -> AnyView {
        self.view(None).into_any()
    }
}

impl ShownLesson {
    fn view(&self, answered: Option<&Answered>) -> Option<impl IntoView + use<>> {
        let (lang, done, id) = (self.lang, self.done, self.id.as_str());
        let course = &self.revision.course;
        let address = format!("/courses/{}", course.id);
        let place = format!("{address}/lessons/{id}");
        let lesson = course.lessons.get(id)?;
        let (text_lang, text) = lesson.text(lang)?;
        let unit = course
            .units
            .iter()
            .find(|unit| unit.items.iter().any(|item| item.is_lesson() && item.id() == id));
        let blocks: Vec<AnyView> = text
            .blocks
            .iter()
            .map(|block| match block {
                Block::Html(html) => view! { <div class="prose" inner_html=html.clone()></div> }.into_any(),
                Block::Question(question) => {
                    let answered = answered.filter(|answered| answered.question == *question);
                    practice_view(lang, &place, lesson, question, answered)
                }
            })
            .collect();
        let goals: Vec<_> = text
            .goals
            .iter()
            .map(|goal| view! { <li inner_html=goal.clone()></li> })
            .collect();
        // Where the lesson exists in one language only, its text says which it is.
        let other = (text_lang != lang).then_some(text_lang.code());
        Some(view! {
            <article class="read" lang=other>
                {crumbs(
                    vec![
                        (address.clone(), course.title.get(lang).to_owned()),
                        (
                            address.clone(),
                            unit.map(|unit| unit.title.get(lang).to_owned()).unwrap_or_default(),
                        ),
                    ]
                        .into_iter()
                        .filter(|(_, label)| !label.is_empty())
                        .take(1)
                        .collect(),
                )}
                <h1 inner_html=text.title_html.clone()></h1>
                <p class="row soft">
                    <Chip tone=Tone::Calm text=format!("{}{}", lesson.minutes, lang.t("分", " min")) />
                    {unit.map(|unit| unit.title.get(lang).to_owned())}
                    {done
                        .then(|| {
                            view! { <Chip tone=Tone::Met text=lang.t("✓ できました", "✓ done") /> }
                        })}
                </p>
                {(!goals.is_empty())
                    .then(|| {
                        view! {
                            <div class="goals">
                                <p class="soft">
                                    {lang.t("できるようになること", "What you will be able to do")}
                                </p>
                                <ul>{goals}</ul>
                            </div>
                        }
                    })}
                {aloud(lang, text_lang)}
                {blocks}
                {facts_view(lang, lesson, text_lang)}
                <form
                    method="post"
                    class="row lesson-end"
                    data-keep="offline"
                    data-to=place.clone()
                    data-lane=place.clone()
                    data-what=lang
                        .t(
                            format!("「{}」が終わった", text.title),
                            format!("“{}” is finished", text.title),
                        )
                >
                    <a class="quiet" href=address.clone()>
                        {lang.t("← コースへ", "← Course")}
                    </a>
                    <button class="go push" name="do" value="finish" data-next=next_path(&self.revision, id)>
                        {lang.t("わかった、次へ", "Understood, next")}
                    </button>
                </form>
            </article>
        })
    }
}

/// The buttons that read the lesson aloud; hidden but where the script finds a voice (`assets/aloud.js`).
fn aloud(lang: Lang, text_lang: Lang) -> impl IntoView {
    view! {
        <div class="row aloud no-print" data-aloud=text_lang.code() hidden>
            <button type="button" class="quiet" data-read="" data-pause=lang.t("⏸ 止める", "⏸ Pause")>
                {lang.t("🔊 読み上げる", "🔊 Read aloud")}
            </button>
            <button type="button" class="quiet" data-stop="" hidden>
                {lang.t("■ 終わる", "■ Stop")}
            </button>
            <label>
                {lang.t("速さ ", "Speed ")} <select data-speed="">
                    <option value="0.7">{lang.t("ゆっくり", "slow")}</option>
                    <option value="1" selected>
                        {lang.t("ふつう", "normal")}
                    </option>
                    <option value="1.3">{lang.t("はやい", "fast")}</option>
                </select>
            </label>
        </div>
    }
}

/// When and where the laws, numbers and offices of the lesson were looked up.
fn facts_view(
    lang: domain::Lang,
    lesson: &domain::catalog::Lesson,
    text_lang: domain::Lang,
) -> Option<impl IntoView + use<>> {
    let ending = format!(".{}.md", text_lang.code());
    let facts: Vec<_> = lesson
        .facts
        .iter()
        .filter(|fact| fact.path.ends_with(&ending))
        .map(|fact| {
            let source = if fact.source.starts_with("https://") || fact.source.starts_with("http://") {
                view! { <a href=fact.source.clone()>{fact.source.clone()}</a> }.into_any()
            } else {
                fact.source.clone().into_any()
            };
            let checked = fact.checked.format("%Y-%m-%d").to_string();
            view! {
                <li>
                    {fact.what.clone()}<br />
                    <span class="soft">{source}" "{lang.t("確かめた日 ", "looked up ")}{checked}</span>
                </li>
            }
        })
        .collect();
    (!facts.is_empty()).then(|| {
        view! {
            <details class="card facts-looked-up">
                <summary>
                    {lang.t("このレッスンのもとにした情報", "What this lesson is based on")}
                </summary>
                <ul class="facts">{facts}</ul>
            </details>
        }
    })
}

/// What is said of an answer.
fn verdict(lang: Lang, correct: bool) -> (Tone, &'static str) {
    if correct {
        (Tone::Met, lang.t("◯ そのとおりです", "◯ That is right"))
    } else {
        (
            Tone::Soon,
            lang.t("△ もう一度考えてみましょう", "△ Not quite. Have another look"),
        )
    }
}

fn practice_view(
    lang: domain::Lang,
    place: &str,
    lesson: &domain::catalog::Lesson,
    id: &str,
    answered: Option<&Answered>,
) -> AnyView {
    let Some(asked) = lesson.questions.get(id) else {
        return ().into_any();
    };
    let Some(text) = asked.text(lang) else {
        return ().into_any();
    };
    let order = domain::learning::choice_order(asked, 1);
    let anchor = format!("q-{id}");
    let verdict = answered.map(|answered| {
        let (tone, word) = verdict(lang, answered.correct);
        let explanation = answered
            .correct
            .then(|| text.explanation_html.clone())
            .flatten()
            .map(|html| view! { <div class="feedback" inner_html=html></div> });
        view! {
            <div class="stack" role="status">
                <Chip tone=tone text=word />
                {question::feedback(lang, asked, Some(&answered.answer))}
                {explanation}
            </div>
        }
    });
    let hints: Vec<_> = text
        .hints
        .iter()
        .map(|hint| {
            view! {
                <details>
                    <summary>{lang.t("ヒント", "Hint")}</summary>
                    <div inner_html=hint.clone()></div>
                </details>
            }
        })
        .collect();
    view! {
        <form
            method="post"
            action=format!("#{anchor}")
            class="card question"
            id=anchor.clone()
            data-keep="offline"
            data-to=place.to_owned()
            data-lane=format!("{place} {id}")
            data-what=text.title.clone()
        >
            <h3 inner_html=text.title_html.clone()></h3>
            <div
                class="prose"
                inner_html=question::body(lang, asked, answered.map(|answered| &answered.answer))
            ></div>
            <input type="hidden" name="question" value=id.to_owned() />
            {question::practice_fields(lang, asked, &order, answered.map(|a| &a.answer), id)}
            {hints}
            {verdict}
            <button class="quiet" name="do" value="answer">
                {lang.t("答えあわせ", "Check my answer")}
            </button>
        </form>
    }
    .into_any()
}
