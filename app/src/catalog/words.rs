//! Words and small views that the pages about sources share.

use domain::{Lang, catalog::WordsChange, say};
use leptos::prelude::*;
use server::catalog::{
    Problem,
    plan::Plan,
    revisions::Standing,
    tables::{course_source, source_revision},
};
use std::collections::HashMap;
use uuid::Uuid;

use crate::ui::{Chip, Tone};

/// What a source is called; the folder has no name of its own.
pub fn source_name(lang: Lang, source: &course_source::Model) -> String {
    if source.id == server::catalog::FOLDER {
        lang.t("このサーバーのフォルダー", "The folder on this server")
            .to_owned()
    } else {
        source.name.clone()
    }
}

/// The first characters of a commit, as git shows them.
pub fn short(commit: &str) -> String {
    commit.chars().take(10).collect()
}

/// The first line of a commit's message; a folder's state has none.
pub fn headline(lang: Lang, revision: &source_revision::Model) -> String {
    match revision.message.lines().next() {
        Some(line) if !line.is_empty() => line.to_owned(),
        _ => lang.t("（説明なし）", "(no message)").to_owned(),
    }
}

/// How a revision or an item stands.
pub fn standing_chip(lang: Lang, standing: Standing) -> AnyView {
    let (tone, word) = match standing {
        Standing::Live => (Tone::Met, lang.t("✓ 公開中", "✓ live")),
        Standing::HeldBack => (Tone::Miss, lang.t("✕ 止まっています", "✕ held back")),
        Standing::Waiting => (Tone::Soon, lang.t("… 公開待ち", "… waiting")),
        Standing::Superseded => (Tone::Calm, lang.t("前の版", "superseded")),
    };
    view! { <Chip tone=tone text=word /> }.into_any()
}

/// "2 errors, 1 warning".
pub fn counts(lang: Lang, errors: i64, warnings: i64) -> String {
    match (errors, warnings) {
        (0, 0) => lang.t("問題なし", "no problems").to_owned(),
        (errors, warnings) => {
            say!(
                lang,
                errors of "エラー {errors}・", one "{errors} error, ", other "{errors} errors, ",
            ) + &say!(
                lang,
                warnings of "注意 {warnings}", one "{warnings} warning", other "{warnings} warnings",
            )
        }
    }
}

/// A problem with the author's own line and a caret under the very characters.
pub fn problem_view(lang: Lang, problem: &Problem) -> AnyView {
    let (tone, word) = if problem.is_error() {
        (Tone::Miss, lang.t("エラー", "error"))
    } else {
        (Tone::Soon, lang.t("注意", "warning"))
    };
    let at = match &problem.place {
        Some(place) => format!("{}:{}:{}", problem.path, place.line, place.column),
        None => problem.path.clone(),
    };
    let source = problem.place.clone().map(|place| {
        let gutter = place.line.to_string();
        let blank = " ".repeat(gutter.chars().count());
        let carets = place.carets();
        view! {
            <pre class="excerpt" tabindex="0" role="group" aria-label=at.clone()>
                <span class="soft">{gutter}" │ "</span>
                {(!place.before.is_empty()).then_some(place.before)}
                <mark>{place.marked}</mark>
                {place.after}
                "\n"
                <span class="soft">{blank}" │ "</span>
                <span class="carets" aria-hidden="true">
                    {carets}
                </span>
            </pre>
        }
    });
    let help = problem
        .help
        .as_ref()
        .map(|help| view! { <p class="soft">"→ "{help.get(lang).to_owned()}</p> });
    view! {
        <li class="problem">
            <p class="row">
                <Chip tone=tone text=word />
                <code>{problem.code.clone()}</code>
                <code class="place">{at}</code>
            </p>
            <p>{problem.message.get(lang).to_owned()}</p>
            {source}
            {help}
        </li>
    }
    .into_any()
}

/// How many changes of words are shown at once.
const SHOWN: usize = 200;

/// Where a change of words is.
fn place(change: &WordsChange) -> String {
    let parts = [Some(&change.item), change.question.as_ref(), change.part.as_ref()];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    format!("{} ({})", parts.join("#"), change.lang.code())
}

/// Ids that stand for quite other words now.
fn reused(lang: Lang, words: &[WordsChange]) -> Option<AnyView> {
    let places: Vec<String> = words.iter().filter(|change| change.reused).map(place).collect();
    (!places.is_empty()).then(|| {
        view! {
            <p class="tip">
                {lang
                    .t(
                        "同じidで、まったくちがう文になるものがあります。前の答えは、この文への答えとして数えられます。別の問いや選択肢なら、新しいidにしてください: ",
                        "The same id would stand for quite other words, and answers given before would count for these. For another question or choice, write another id: ",
                    )} {places.join(", ")}
            </p>
        }
        .into_any()
    })
}

/// The words that change, before and after beside each other.
fn changed_words(lang: Lang, words: &[WordsChange]) -> Option<AnyView> {
    let rows: Vec<_> = words
        .iter()
        .take(SHOWN)
        .map(|change| {
            view! {
                <tr>
                    <th scope="row">{place(change)}</th>
                    <td class="lines" data-label=lang.t("いま", "Now")>
                        {change.before.clone()}
                    </td>
                    <td class="lines" data-label=lang.t("公開後", "After")>
                        {change.after.clone()}
                    </td>
                </tr>
            }
        })
        .collect();
    let more = words.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| {
        let text = lang.t(format!("ほか {more} か所"), format!("and {more} more"));
        view! { <p class="soft">{text}</p> }
    });
    let title = lang.t(
        format!("変わる文（{}）", words.len()),
        format!("Changed words ({})", words.len()),
    );
    let label = lang.t("変わる文", "Changed words");
    (!words.is_empty()).then(|| {
        view! {
            <details>
                <summary>{title}</summary>
                <div class="table" tabindex="0" role="region" aria-label=label>
                    <table class="cards">
                        <thead>
                            <tr>
                                <th scope="col">{lang.t("場所", "Place")}</th>
                                <th scope="col">{lang.t("いま", "Now")}</th>
                                <th scope="col">{lang.t("公開後", "After")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                {more}
            </details>
        }
        .into_any()
    })
}

/// What a publication changes, for people.
pub fn plan_view(lang: Lang, plan: &Plan, names: &HashMap<Uuid, String>) -> AnyView {
    if plan.is_empty() {
        return view! {
            <p>
                {lang
                    .t(
                        "いま公開しているものと同じです。",
                        "Learners see this already; nothing changes.",
                    )}
            </p>
        }
        .into_any();
    }
    let courses: Vec<_> = plan
        .courses
        .iter()
        .map(|course| {
            let change = match (&course.from, &course.to) {
                (None, _) => lang.t("新しいコース", "new course"),
                (Some(_), None) => lang.t("取り下げ", "withdrawn"),
                (Some(_), Some(_)) => lang.t("変わります", "changes"),
            };
            let lists: Vec<_> = [
                (lang.t("増えるもの", "Added"), &course.added),
                (lang.t("なくなるもの", "Removed"), &course.removed),
                (lang.t("増える問題", "Questions added"), &course.questions_added),
                (
                    lang.t("なくなる問題", "Questions removed"),
                    &course.questions_removed,
                ),
                (
                    lang.t("正解や配点が変わる問題", "Questions whose key or points differ"),
                    &course.keys_changed,
                ),
            ]
            .into_iter()
            .filter(|(_, list)| !list.is_empty())
            .map(|(label, list)| {
                view! {
                    <dt>{label}</dt>
                    <dd>{list.join(", ")}</dd>
                }
            })
            .collect();
            let open: Vec<_> = course
                .open_attempts
                .iter()
                .map(|(quiz, count)| {
                    let text = match lang {
                        Lang::Ja => format!(
                            "{quiz}: {count} 人が受けている途中です。始めた版のまま最後まで受けられます。"
                        ),
                        Lang::En => {
                            format!("{quiz}: {count} under way. They finish on the revision they began on.")
                        }
                    };
                    view! { <li>{text}</li> }
                })
                .collect();
            let regrades: Vec<_> = course
                .keys_changed
                .iter()
                .filter_map(|place| place.split_once('#').map(|(quiz, _)| quiz.to_owned()))
                .collect::<std::collections::BTreeSet<_>>()
                .into_iter()
                .filter_map(|quiz| {
                    let count = *course.handed_in.get(&quiz)?;
                    let text = match lang {
                        Lang::Ja => {
                            format!("{quiz}: 提出ずみ {count} 件。公開したあとで、採点し直すか決められます")
                        }
                        Lang::En => format!(
                            "{quiz}: {count} handed in before. After publishing you may grade them again"
                        ),
                    };
                    Some(view! {
                        <li>
                            <a href=format!("/regrades/{}/{quiz}", course.id)>{text}</a>
                        </li>
                    })
                })
                .collect();
            view! {
                <li class="stack">
                    <p class="row">
                        <strong>{course.id.clone()}</strong>
                        <Chip tone=Tone::Calm text=change />
                    </p>
                    <dl class="plan">{lists}</dl>
                    {reused(lang, &course.words)}
                    <ul>{open}{regrades}</ul>
                    {changed_words(lang, &course.words)}
                </li>
            }
        })
        .collect();
    let rules = (!plan.rules.is_empty()).then(|| {
        view! { <p>{lang.t("準備のルール: ", "Readiness rules: ")}{plan.rules.join(", ")}</p> }
    });
    let glossary = plan
        .glossary
        .then(|| view! { <p>{lang.t("用語集が変わります。", "The glossary changes.")}</p> });
    let people: Vec<_> = plan
        .people
        .iter()
        .map(|change| {
            let missing = |missing: Option<u32>| match (missing, lang) {
                (None, _) => lang.t("なし", "none").to_owned(),
                (Some(0), _) => lang.t("すべて満たす", "all met").to_owned(),
                (Some(count), Lang::Ja) => format!("あと {count}"),
                (Some(count), Lang::En) => format!("{count} missing"),
            };
            let name = names.get(&change.person).cloned().unwrap_or_default();
            view! {
                <tr>
                    <th scope="row">
                        <a href=format!("/readiness/{}?rule={}", change.person, change.rule)>{name}</a>
                    </th>
                    <td data-label=lang.t("ルール", "Rule")>{change.rule.clone()}</td>
                    <td data-label=lang.t("いま", "Now")>{missing(change.missing_before)}</td>
                    <td data-label=lang.t("公開後", "After")>{missing(change.missing_after)}</td>
                </tr>
            }
        })
        .collect();
    let people = if people.is_empty() {
        view! {
            <p>
                {lang
                    .t(
                        "準備の見込みが変わる人はいません。",
                        "Nobody's readiness would change.",
                    )}
            </p>
        }
        .into_any()
    } else {
        view! {
            <h3>{lang.t("準備の見込みが変わる人", "People whose readiness would change")}</h3>
            <div
                class="table"
                tabindex="0"
                role="region"
                aria-label=lang.t("準備の見込みが変わる人", "People whose readiness would change")
            >
                <table class="cards">
                    <thead>
                        <tr>
                            <th scope="col">{lang.t("名前", "Name")}</th>
                            <th scope="col">{lang.t("ルール", "Rule")}</th>
                            <th scope="col">{lang.t("いま", "Now")}</th>
                            <th scope="col">{lang.t("公開後", "After")}</th>
                        </tr>
                    </thead>
                    <tbody>{people}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <ul class="stack">{courses}</ul>
        {rules}
        {glossary}
        {people}
    }
    .into_any()
}
