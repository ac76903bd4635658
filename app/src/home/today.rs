//! What is to be done today, on the start page of those who work here. `?kind=` shows one kind.

use chrono::{Days, NaiveDate};
use domain::{
    Lang,
    home::{TodoKind, Urgency},
};
use leptos::prelude::*;
use server::{
    Zone,
    home::todo::{KindCount, Today, Todo},
};

use super::todo_words as words;
use crate::ui::{Chip, Empty, day_of};

/// What the list is drawn with.
#[derive(Clone, Copy)]
pub(super) struct Drawn {
    pub lang: Lang,
    pub zone: Zone,
    pub today: NaiveDate,
    pub only: Option<TodoKind>,
}

/// The list with its filters, and what is put off or with colleagues.
pub(super) fn view(drawn: Drawn, today: Today) -> impl IntoView {
    let Drawn { lang, only, .. } = drawn;
    let chips: Vec<_> = today.kinds.iter().map(|of| chip(lang, *of, only)).collect();
    let all = only.map(|_| {
        view! {
            <li>
                <a class="chip calm" href="/">
                    {lang.t("ぜんぶ", "All")}
                </a>
            </li>
        }
    });
    let filters = (!chips.is_empty() || only.is_some()).then(|| {
        view! {
            <ul class="row" aria-label=lang.t("種類で分ける", "By kind")>
                {all}
                {chips}
            </ul>
        }
    });
    let more: Vec<_> = today
        .kinds
        .iter()
        .filter(|of| !of.more.is_zero() && only.is_none_or(|only| only == of.kind))
        .map(|of| more(lang, *of))
        .collect();
    let more = (!more.is_empty()).then(|| view! { <ul class="stack">{more}</ul> });
    let things: Vec<_> = today.things.iter().map(|todo| thing(drawn, todo)).collect();
    let list = if things.is_empty() {
        view! {
            <Empty text=lang
                .t(
                    "いま待っていることはありません。何かが待つと、ここに出ます。",
                    "Nothing waits for you. Whatever does will be shown here.",
                )>
                <a class="quiet" href="/cohorts">
                    {lang.t("クラスを見る", "See the cohorts")}
                </a>
            </Empty>
        }
        .into_any()
    } else {
        view! { <ol class="todo">{things}</ol> }.into_any()
    };
    view! {
        <section class="stack" aria-labelledby="today">
            <h2 id="today">{lang.t("きょうすること", "To be done today")}</h2>
            {filters}
            {list}
            {more}
            {later(drawn, &today)}
        </section>
    }
}

fn chip(lang: Lang, of: KindCount, only: Option<TodoKind>) -> impl IntoView + use<> {
    let (label, _) = words::kind(lang, of.kind);
    let here = (only == Some(of.kind)).then_some("true");
    view! {
        <li>
            <a class="chip soon" href=format!("/?kind={}", of.kind) aria-current=here>
                {format!("{label}: {}", of.count)}
            </a>
        </li>
    }
}

fn more(lang: Lang, of: KindCount) -> impl IntoView + use<> {
    let (label, path) = words::kind(lang, of.kind);
    let count = of.more;
    view! {
        <li>
            <a href=path>
                {lang.t(format!("ほかに {count} 件：{label}"), format!("And {count} more: {label}"))}
            </a>
        </li>
    }
}

/// The address where a thing is put off or handed over.
pub(super) fn address(todo: &Todo) -> String {
    let thing = serde_html_form::to_string([("thing", &todo.thing)]).unwrap_or_default();
    format!("/today/{}?{thing}", todo.kind)
}

fn thing(drawn: Drawn, todo: &Todo) -> impl IntoView + use<> {
    let Drawn {
        lang, zone, today, ..
    } = drawn;
    let sentence = words::sentence(lang, todo);
    let (tone, urgency) = words::urgency(lang, todo.urgency);
    let act = words::act(lang, todo.kind);
    let class = match todo.urgency {
        Urgency::AtOnce | Urgency::Overdue => "now",
        Urgency::Today => "soon-due",
        Urgency::ThisWeek | Urgency::Later => "",
    };
    let from = todo.from.clone().map(|from| {
        let text = lang.t(format!("{from}さんから"), format!("from {from}"));
        view! { <strong>{text}</strong> }
    });
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today).to_string();
    let label = |act: &str| format!("{act}: {sentence}");
    let later = lang.t("あした見る", "Tomorrow");
    let other = lang.t("ほかの日・人に頼む", "Another day or colleague");
    view! {
        <li class=class>
            <p>
                <strong>{sentence.clone()}</strong>
            </p>
            <p class="row soft">
                <Chip tone text=urgency />
                <span>{words::when(lang, todo, zone)}</span>
                {from}
            </p>
            <div class="row no-print">
                <a class="quiet" href=todo.link.clone() aria-label=label(act)>
                    {act}
                </a>
                <form method="post" action=address(todo)>
                    <input type="hidden" name="until" value=tomorrow />
                    <button class="quiet" name="do" value="put-off" aria-label=label(later)>
                        {later}
                    </button>
                </form>
                <a class="quiet" href=address(todo) aria-label=label(other)>
                    {other}
                </a>
            </div>
        </li>
    }
}

/// What is put off, and what colleagues have now.
fn later(drawn: Drawn, today: &Today) -> Option<impl IntoView + use<>> {
    let lang = drawn.lang;
    let line = |todo: &Todo, note: String| {
        let sentence = words::sentence(lang, todo);
        let label = lang.t(format!("もどす: {sentence}"), format!("Take back: {sentence}"));
        view! {
            <li>
                <form method="post" action=address(todo) class="row">
                    <span>{sentence} " " <span class="soft">{note}</span></span>
                    <button class="quiet push" name="do" value="take-back" aria-label=label>
                        {lang.t("もどす", "Take back")}
                    </button>
                </form>
            </li>
        }
    };
    let put_off = today.put_off.iter().map(|(todo, until)| {
        let day = day_of(lang, *until);
        line(
            todo,
            lang.t(format!("{day} にまた出ます"), format!("again on {day}")),
        )
    });
    let handed = today.handed.iter().map(|(todo, to)| {
        line(
            todo,
            lang.t(format!("{to}さんに頼みました"), format!("with {to}")),
        )
    });
    let lines: Vec<_> = put_off.chain(handed).collect();
    let count = lines.len();
    (count > 0).then(|| {
        view! {
            <details class="card no-print">
                <summary>
                    {lang
                        .t(
                            format!("あとで見ること・頼んだこと（{count}）"),
                            format!("Put off or handed over ({count})"),
                        )}
                </summary>
                <ul class="stack">{lines}</ul>
            </details>
        }
    })
}
