//! `/search`: the one search box. `?q=` is what is looked for, `?after=` how many pages come before.

use domain::{
    Lang, say,
    search::{
        Kind, annotated,
        index::Field as At,
        passage::{self, Part, Passage},
        wanted::LETTERS,
    },
};
use leptos::prelude::*;
use server::{
    Result,
    db::{list::Count, search::Hit},
    home::search::{self, FirstRows, PAGE, Records, Results},
};

use crate::{
    ui::{Chip, Field, Tone},
    web::{Page, Reply, Req},
};

/// Letters of a passage.
const PASSAGE: usize = 110;

/// What is drawn.
struct Shown {
    lang: Lang,
    typed: String,
    after: usize,
    results: Results,
    learner: bool,
}

/// The box, and what was found.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor) = (req.lang, req.actor()?);
    let typed = req.query.get("q").trim().to_owned();
    let after = req.query.get("after").parse().unwrap_or(0);
    let results = search::search(actor, &req.services, &typed, lang, after).await?;
    let shown = Shown {
        lang,
        typed,
        after,
        results,
        learner: !actor.is_staff(),
    };
    let title = lang.t("さがす", "Search");
    Ok(Page::new(title, move || {
        let typed = shown.typed.clone();
        view! {
            <div class="read">
                <h1>{title}</h1>
                <form class="search" role="search" action="/search">
                    <Field
                        name="q"
                        kind="search"
                        label=lang.t("さがす言葉", "What are you looking for?")
                        value=typed
                        optional=true
                        focused=shown.typed.is_empty()
                    />
                    <button class="go">{lang.t("さがす", "Search")}</button>
                </form>
                {shown.view()}
            </div>
        }
    })
    .into())
}

impl Shown {
    fn view(self) -> AnyView {
        let lang = self.lang;
        if self.typed.is_empty() {
            return self.hint().into_any();
        }
        if self.typed.chars().count() > LETTERS {
            let text = lang.t(
                format!("言葉が長すぎます。{LETTERS}文字までの、短い言葉でさがしてください。"),
                format!("This is too long. Please look for something of up to {LETTERS} letters."),
            );
            return view! {
                <p class="banner soon" role="status">
                    {text}
                </p>
            }
            .into_any();
        }
        let results = &self.results;
        let pages = &results.pages;
        if pages.count.is_zero() && results.records.is_empty() {
            return self.nothing().into_any();
        }
        let count = pages.count;
        let counted = say!(lang, count of "ページ {count} 件", one "{count} page", other "{count} pages");
        let note = self
            .note()
            .map(|note| view! { <p class="banner calm">{note}</p> });
        let hits: Vec<_> = pages.hits.iter().map(|hit| self.hit(hit)).collect();
        let hits = (!hits.is_empty()).then(|| view! { <ol class="found">{hits}</ol> });
        let records = records(lang, &self.typed, &results.records);
        let pager = self.pager();
        view! {
            <p class="soft" role="status">
                {counted}
            </p>
            {records}
            {note}
            {hits}
            {pager}
        }
        .into_any()
    }

    /// What may be looked for.
    fn hint(&self) -> impl IntoView + use<> {
        let text = if self.learner {
            self.lang.t(
                "レッスンと用語集の中をさがします。ひらがなでも、カタカナでも、英語でもさがせます。",
                "Looks in the lessons and the glossary. Kana, kanji and English all work.",
            )
        } else {
            self.lang.t(
                "レッスン、用語集、人、クラス、求人、会社の中をさがします（見てよいものだけ）。ひらがなでも、カタカナでも、英語でもさがせます。",
                "Looks in lessons, the glossary, people, cohorts, openings and companies, as far as you may see them. Kana, kanji and English all work.",
            )
        };
        view! { <p class="soft">{text}</p> }
    }

    fn nothing(&self) -> impl IntoView + use<> {
        let lang = self.lang;
        let ask = self.learner.then(|| {
            view! {
                <a class="go" href="/help">
                    {lang.t("先生に聞く", "Ask the instructor")}
                </a>
            }
        });
        view! {
            <div class="empty" role="status">
                <p>
                    {lang
                        .t(
                            "見つかりませんでした。短い言葉や、ひらがなでさがしてみてください。",
                            "Nothing was found. Try a shorter word, or another one.",
                        )}
                </p>
                <div class="row">
                    {ask} <a class="quiet" href="/courses">
                        {lang.t("コースを見る", "See the courses")}
                    </a> <a class="quiet" href="/glossary">
                        {lang.t("用語集を見る", "See the glossary")}
                    </a>
                </div>
            </div>
        }
    }

    /// Why what is shown may not be what was meant.
    fn note(&self) -> Option<&'static str> {
        let (lang, results) = (self.lang, &self.results);
        if results.pages.count.is_zero() {
            return None;
        }
        match (results.in_parts, results.other_lang) {
            (true, _) => Some(lang.t(
                "この言葉がぜんぶ入った所はありません。近いものを出しています。",
                "Nothing has all of these words. This is what comes close.",
            )),
            (false, Some(_)) => Some(lang.t(
                "日本語のページにはありません。英語のページにありました。",
                "Not on the English pages. It is on the Japanese ones.",
            )),
            (false, None) => None,
        }
    }

    fn hit(&self, hit: &Hit) -> impl IntoView + use<> {
        let lang = self.lang;
        let text = &hit.text;
        let words: Vec<&str> = hit.words.iter().map(String::as_str).collect();
        let name = if text.heading.is_empty() {
            &text.title
        } else {
            &text.heading
        };
        // A page in the other language has other places.
        let anchor = if text.anchor.is_empty() || self.results.other_lang.is_some() {
            String::new()
        } else {
            format!("#{}", text.anchor)
        };
        let href = format!("{}{anchor}", text.link);
        let title = (!text.heading.is_empty()).then(|| annotated::written(&text.title));
        let place = [Some(text.place.clone()).filter(|place| !place.is_empty()), title]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" › ");
        let passage = (!text.body.is_empty()).then(|| {
            let passage = passage::passage(&text.body, &words, PASSAGE);
            view! { <p class="passage">{drawn_passage(passage)}</p> }
        });
        let written_in = self.results.other_lang.map(Lang::code);
        view! {
            <li lang=written_in>
                <a href=href>{drawn(passage::marked(name, &words))}</a>
                <p class="row soft">
                    <Chip tone=Tone::Calm text=kind(lang, text.kind) />
                    <span>{place}</span>
                    <span>{self.why(hit)}</span>
                </p>
                {passage}
            </li>
        }
    }

    /// Why the text was found, where the eye does not see it at once.
    fn why(&self, hit: &Hit) -> &'static str {
        let lang = self.lang;
        if hit.other_spelling {
            return lang.t("ほかの書きかたで", "spelled otherwise");
        }
        let text = &hit.text;
        match hit.field {
            At::TitleReading | At::HeadingReading | At::BodyReading => lang.t("よみかたで", "by its reading"),
            At::Title | At::Heading | At::Body => {
                let all = [&text.title, &text.heading, &text.body].map(|text| annotated::written(text));
                let typed = |word: &str| all.iter().any(|text| text.contains(word));
                match (self.typed.split_whitespace().all(typed), hit.field) {
                    (false, _) => lang.t("字の形をそろえて", "whatever its form"),
                    (true, At::Body) => lang.t("本文に", "in the text"),
                    (true, _) => lang.t("見出しに", "in the heading"),
                }
            }
        }
    }

    fn pager(&self) -> Option<impl IntoView + use<>> {
        let lang = self.lang;
        let shown = self.after + self.results.pages.hits.len();
        let more = match self.results.pages.count.exact() {
            Some(all) => (shown as u64) < all,
            None => shown < 1_000,
        };
        let to = |after: usize| {
            let after = after.to_string();
            address("/search", &[("q", &self.typed), ("after", &after)])
        };
        let before = (self.after > 0).then(|| {
            view! {
                <a class="quiet" href=to(self.after.saturating_sub(PAGE))>
                    {lang.t("前のページ", "Previous page")}
                </a>
            }
        });
        let next = (more && !self.results.pages.hits.is_empty()).then(|| {
            view! {
                <a class="quiet" href=to(shown)>
                    {lang.t("次のページ", "Next page")}
                </a>
            }
        });
        (before.is_some() || next.is_some()).then(|| {
            view! {
                <nav class="row" aria-label=lang.t("ページ", "Pages")>
                    {before}
                    {next}
                </nav>
            }
        })
    }
}

fn address(path: &str, query: &[(&str, &str)]) -> String {
    format!("{path}?{}", serde_html_form::to_string(query).unwrap_or_default())
}

fn kind(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Course => lang.t("コース", "Course"),
        Kind::Lesson => lang.t("レッスン", "Lesson"),
        Kind::Quiz => lang.t("テスト", "Test"),
        Kind::Term => lang.t("用語集", "Glossary"),
    }
}

fn drawn_passage(passage: Passage) -> impl IntoView {
    let before = passage.cut_before.then_some("… ");
    let after = passage.cut_after.then_some(" …");
    view! {
        {before}
        {drawn(passage.parts)}
        {after}
    }
}

fn drawn(parts: Vec<Part>) -> Vec<AnyView> {
    parts
        .into_iter()
        .map(|part| {
            let text = match part.reading {
                Some(reading) => {
                    view! { <ruby>{part.written}<rp>"("</rp><rt>{reading}</rt><rp>")"</rp></ruby> }.into_any()
                }
                None => part.written.into_any(),
            };
            if part.hit {
                view! { <mark>{text}</mark> }.into_any()
            } else {
                text
            }
        })
        .collect()
}

/// People, cohorts, openings and companies, each with the way to its list.
fn records(lang: Lang, typed: &str, records: &Records) -> Vec<AnyView> {
    let all = |path: &str| address(path, &[("q", typed)]);
    let people = records.people.as_ref().and_then(|found| {
        let line = |it: &server::identity::people_list::Person| {
            let reading = it
                .kana
                .clone()
                .map(|kana| format!("（{kana}）"))
                .unwrap_or_default();
            (format!("/people/{}", it.id), format!("{}{reading}", it.name))
        };
        section(lang, lang.t("人", "People"), all("/people"), found, line)
    });
    let cohorts = records.cohorts.as_ref().and_then(|found| {
        let line = |it: &server::classroom::cohort_list::CohortRow| {
            (format!("/cohorts/{}", it.cohort.id), it.cohort.name.clone())
        };
        section(lang, lang.t("クラス", "Cohorts"), all("/cohorts"), found, line)
    });
    let openings = records.openings.as_ref().and_then(|found| {
        let line = |it: &server::matching::openings::OpeningRow| {
            let name = format!("{} — {}", it.opening.title, it.employer.name);
            (format!("/openings/{}", it.opening.id), name)
        };
        section(lang, lang.t("求人", "Openings"), all("/openings"), found, line)
    });
    let employers = records.employers.as_ref().and_then(|found| {
        let line = |it: &server::matching::tables::employer::Model| {
            (format!("/employers/{}/edit", it.id), it.name.clone())
        };
        section(lang, lang.t("会社", "Companies"), all("/employers"), found, line)
    });
    [people, cohorts, openings, employers]
        .into_iter()
        .flatten()
        .collect()
}

fn section<Row>(
    lang: Lang,
    name: &'static str,
    all: String,
    found: &FirstRows<Row>,
    line: impl Fn(&Row) -> (String, String),
) -> Option<AnyView> {
    if found.count.is_zero() {
        return None;
    }
    let lines: Vec<_> = found
        .rows
        .iter()
        .map(|row| {
            let (href, text) = line(row);
            view! {
                <li>
                    <a href=href>{text}</a>
                </li>
            }
        })
        .collect();
    let count = found.count;
    let more = (count != Count::of(found.rows.len())).then(|| {
        view! {
            <p>
                <a class="quiet" href=all>
                    {lang.t(format!("ぜんぶ見る（{count}）"), format!("See all ({count})"))}
                </a>
            </p>
        }
    });
    Some(
        view! {
            <section class="card">
                <h2>{name}</h2>
                <ul class="found-records">{lines}</ul>
                {more}
            </section>
        }
        .into_any(),
    )
}
