//! `/readiness/board`: who is ready, who is near, and what is missing. By state, by name, by what is
//! missing, as CSV and on paper.

use domain::{
    Lang,
    readiness::{Criterion, Rule, Standing},
};
use leptos::prelude::*;
use server::{
    Error, Result, Services,
    readiness::board::{self, Board, Row, State},
};

use super::{appeals, board_csv, criteria::numbers, rules::rule_chips, words};
use crate::{
    ui::{Chip, Empty, PrintButton, Tone, day},
    web::{Page, Reply, Req},
};

/// Shows the board.
pub async fn show(req: &Req) -> Result<Reply> {
    let (actor, lang) = (req.actor()?, req.lang);
    let query = &req.query;
    let state = query.get("state").parse::<State>().ok();
    let title = lang.t("準備の一覧", "Readiness board");
    let found = board::board(actor, &req.services, query.get("rule"), state, query.get("q")).await;
    let board = match found {
        Err(Error::NotFound) if query.get("rule").is_empty() => return Ok(without_rule(lang, title)),
        found => found?,
    };
    if query.get("format") == "csv" {
        return board_csv::csv(lang, &req.services, &board);
    }
    let rule = &board.rule.rule;
    let rule_title = rule.title.get(lang).to_owned();
    let chips = rule_chips(req, "/readiness/board", &rule.id);
    let by_missing = query.get("by") == "missing";
    let states = state_chips(req, &board, state);
    let search = search(req);
    let other_view = if by_missing {
        (address(req, &[("by", "")]), lang.t("人で見る", "By person"))
    } else {
        (
            address(req, &[("by", "missing")]),
            lang.t("足りないもので見る", "By what is missing"),
        )
    };
    let appeals = appeals::banner(req).await?;
    let file = address(req, &[("format", "csv")]);
    let list = if board.rows.is_empty() {
        empty(req)
    } else if by_missing {
        missing(req, &board)
    } else {
        table(req, &board)
    };

    Ok(Page::new(title, move || {
        view! {
            <div class="row">
                <h1>{title}</h1>
                <span class="soft">{rule_title}</span>
                <a class="quiet push no-print" href=file>
                    "CSV"
                </a>
                <PrintButton />
            </div>
            {appeals.map(|appeals| appeals())}
            {chips}
            <div class="row no-print">
                {states} <a class="quiet push" href=other_view.0>
                    {other_view.1}
                </a>
            </div>
            {search}
            {list}
            <p class="soft">
                {lang
                    .t(
                        "この一覧は提案です。「準備できた」と決めるのは、署名した人です。",
                        "This list is a proposal. The person who signs decides who is ready.",
                    )}
            </p>
        }
    })
    .into())
}

/// The board's address with some of its query changed; an empty value leaves the name out.
fn address(req: &Req, change: &[(&str, &str)]) -> String {
    let kept = ["rule", "state", "q", "by"].map(|name| (name, req.query.get(name)));
    let pairs: Vec<(&str, &str)> = kept
        .into_iter()
        .filter(|(name, _)| change.iter().all(|(changed, _)| changed != name))
        .chain(change.iter().copied())
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let query = serde_html_form::to_string(pairs).unwrap_or_default();
    if query.is_empty() {
        "/readiness/board".to_owned()
    } else {
        format!("/readiness/board?{query}")
    }
}

/// The query of a person's page under the board's rule: for that person another may be the nearest.
fn under(req: &Req, rule: &Rule) -> String {
    if req.services.catalog.rules().len() < 2 {
        return String::new();
    }
    format!("?rule={}", rule.id)
}

fn state_chips(req: &Req, board: &Board, current: Option<State>) -> impl IntoView + use<> {
    let all: usize = board.counts.values().sum();
    let lang = req.lang;
    let everybody = (
        address(req, &[("state", "")]),
        Tone::Calm,
        lang.t(format!("全員 {all}"), format!("Everybody {all}")),
        current.is_none(),
    );
    let one = |state: State| {
        let (tone, word) = words::state(lang, state);
        let count = board.counts.get(&state).copied().unwrap_or_default();
        (
            address(req, &[("state", state.code())]),
            tone,
            format!("{word} {count}"),
            current == Some(state),
        )
    };
    let links: Vec<_> = std::iter::once(everybody)
        .chain(State::CHIPS.into_iter().map(one))
        .map(|(path, tone, text, here)| {
            let class = format!("chip {}", tone.class());
            view! {
                <li>
                    <a class=class href=path aria-current=here.then_some("true")>
                        {text}
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <ul class="row" aria-label=lang.t("状態", "State")>
            {links}
        </ul>
    }
}

fn search(req: &Req) -> impl IntoView + use<> {
    let lang = req.lang;
    let kept: Vec<_> = ["rule", "state", "by"]
        .into_iter()
        .filter(|name| !req.query.get(name).is_empty())
        .map(|name| view! { <input type="hidden" name=name value=req.query.get(name).to_owned() /> })
        .collect();
    let q = req.query.get("q").to_owned();
    view! {
        <form method="get" action="/readiness/board" class="search no-print" role="search">
            {kept}
            <p class="field">
                <label for="q">{lang.t("名前でさがす", "Search by name")}</label>
                <input id="q" name="q" type="search" value=q />
            </p>
            <button class="quiet">{lang.t("さがす", "Search")}</button>
        </form>
    }
}

fn empty(req: &Req) -> AnyView {
    let lang = req.lang;
    if req.query.get("q").is_empty() && req.query.get("state").is_empty() {
        return view! {
            <Empty text=lang
                .t(
                    "ここに、学ぶ人の準備のようすが出ます。まず、学ぶ人を招待してください。",
                    "The learners and what they still need will be shown here. Invite learners to begin.",
                )>
                <a class="go" href="/people">
                    {lang.t("人のページへ", "To the people")}
                </a>
            </Empty>
        }
        .into_any();
    }
    view! {
        <Empty text=lang.t("あてはまる人はいません。", "Nobody matches.")>
            <a class="quiet" href="/readiness/board">
                {lang.t("全員を見る", "See everybody")}
            </a>
        </Empty>
    }
    .into_any()
}

fn table(req: &Req, board: &Board) -> AnyView {
    let lang = req.lang;
    let rule = &board.rule.rule;
    let heads = [
        lang.t("名前", "Name"),
        lang.t("状態", "State"),
        lang.t("あと何が要るか", "What is missing"),
        lang.t("最近のこと", "Lately"),
    ];
    let query = under(req, rule);
    let rows: Vec<_> = board
        .rows
        .iter()
        .map(|row| {
            let (tone, mut word) = words::state(lang, row.state);
            if row.state == State::Expiring && row.standing == Standing::Expired {
                word = lang.t("期限が切れた", "Has run out");
            }
            let path = format!("/readiness/{}{query}", row.person);
            view! {
                <tr>
                    <td>
                        <a href=path>
                            <strong>{row.name.clone()}</strong>
                        </a>
                    </td>
                    <td data-label=heads[1]>
                        <Chip tone=tone text=word />
                    </td>
                    <td data-label=heads[2]>{needs(lang, &req.services, rule, row)}</td>
                    <td data-label=heads[3]>{words::recent(lang, &req.services, row)}</td>
                </tr>
            }
        })
        .collect();
    let heads: Vec<_> = heads
        .into_iter()
        .map(|head| view! { <th scope="col">{head}</th> })
        .collect();
    view! {
        <section class="card">
            <div
                class="table"
                tabindex="0"
                role="region"
                aria-label=lang.t("準備の一覧", "Readiness board")
            >
                <table class="cards board">
                    <thead>
                        <tr>{heads}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// What a learner still needs, or until when the signature holds.
fn needs(lang: Lang, services: &Services, rule: &Rule, row: &Row) -> String {
    let offset = services.config.offset();
    let missing: Vec<String> = row
        .evaluation
        .missing()
        .map(|criterion| short(lang, services, rule, criterion))
        .collect();
    let missing = missing.join(lang.t("、", "; "));
    let mut parts = Vec::new();
    match row.standing {
        Standing::Ready { until } => {
            if let Some((at, signer)) = &row.signed {
                let at = day(lang, *at, offset);
                parts.push(lang.t(format!("署名 {at} {signer}"), format!("signed {at} by {signer}")));
            }
            if let Some(until) = until {
                let until = day(lang, until, offset);
                parts.push(lang.t(format!("{until} まで"), format!("until {until}")));
            }
        }
        Standing::Expired => parts.push(
            lang.t("署名の期限が切れました", "the signature has run out")
                .to_owned(),
        ),
        Standing::NotYet | Standing::Undecided => {
            if missing.is_empty() {
                parts.push(lang.t("署名まち", "to be signed").to_owned());
            }
        }
    }
    if row.recheck {
        parts.push(
            lang.t(
                "規則が新しくなりました。見直してください",
                "the rule is new: please look again",
            )
            .to_owned(),
        );
    }
    if !missing.is_empty() {
        parts.push(missing);
    }
    if let Some(ending) = row.ending().filter(|_| row.standing.is_ready())
        && let Some(at) = ending.expires_at
    {
        let (title, at) = (title(lang, services, rule, ending), day(lang, at, offset));
        parts.push(lang.t(format!("{title}: {at} に期限"), format!("{title}: ends on {at}")));
    }
    parts.join(lang.t("。", ". "))
}

fn title(lang: Lang, services: &Services, rule: &Rule, criterion: &Criterion) -> String {
    rule.requirement(&criterion.requirement).map_or_else(
        || criterion.requirement.clone(),
        |requirement| words::requirement(lang, services, requirement),
    )
}

fn short(lang: Lang, services: &Services, rule: &Rule, criterion: &Criterion) -> String {
    format!(
        "{}: {}",
        title(lang, services, rule, criterion),
        numbers(lang, criterion)
    )
}

/// The board turned round: for each criterion, those who miss it.
fn missing(req: &Req, board: &Board) -> AnyView {
    let lang = req.lang;
    let rule = &board.rule.rule;
    let query = under(req, rule);
    let mut cards = Vec::new();
    for requirement in &rule.require {
        let people: Vec<_> = board
            .rows
            .iter()
            // It feeds the planning of classes: whoever has a job needs none of them.
            .filter(|row| row.state != State::AtWork)
            .filter_map(|row| {
                let criterion = row
                    .evaluation
                    .missing()
                    .find(|c| c.requirement == requirement.id)?;
                let (tone, word) = words::status(lang, criterion.status);
                let path = format!("/readiness/{}{query}", row.person);
                Some(view! {
                    <li class="row">
                        <a href=path>{row.name.clone()}</a>
                        <span class="soft">{numbers(lang, criterion)}</span>
                        <span class="push">
                            <Chip tone=tone text=word />
                        </span>
                    </li>
                })
            })
            .collect();
        if people.is_empty() {
            continue;
        }
        let count = people.len();
        let title = words::requirement(lang, &req.services, requirement);
        cards.push(view! {
            <section class="card">
                <h2>{title}</h2>
                <p class="soft">
                    {lang.t(format!("{count} 人に足りません"), format!("missing for {count}"))}
                </p>
                <ul class="stack">{people}</ul>
            </section>
        });
    }
    if cards.is_empty() {
        return view! {
            <Empty text=lang
                .t(
                    "この中に、足りないものがある人はいません。",
                    "Nobody here misses anything.",
                )>
                <a class="quiet" href="/readiness/board">
                    {lang.t("全員を見る", "See everybody")}
                </a>
            </Empty>
        }
        .into_any();
    }
    view! { <div class="two-even">{cards}</div> }.into_any()
}

fn without_rule(lang: Lang, title: &'static str) -> Reply {
    Page::new(title, move || {
        view! {
            <h1>{title}</h1>
            <Empty text=lang
                .t(
                    "まだ規則がありません。コースのフォルダーの readiness/ に、規則のファイルを 1 つ置くと、ここに一覧が出ます。",
                    "There is no rule yet. Put a rule file into readiness/ in the courses folder, and the list appears here.",
                )>
                <a class="quiet" href="/courses">
                    {lang.t("コースを見る", "See the courses")}
                </a>
            </Empty>
        }
    })
    .into()
}
