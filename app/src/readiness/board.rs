//! `/readiness/board`: who is ready, who is near, and what is missing. By state, by name, by what is
//! missing, as CSV and on paper.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{
    Lang,
    readiness::{Criterion, Rule, Standing},
};
use leptos::prelude::*;
use server::{
    Error, Result, Services,
    clock::last_day,
    readiness::board::{self, Board, BoardRow, BoardSort, BoardState},
};

use super::{appeals, criteria::numbers, rules::rule_chips, words};
use crate::{
    ui::{Chip, Column, Empty, List, Nothing, PrintButton, day},
    web::{Page, Reply, Req},
};

/// How many names stand under one criterion; the file has all.
const NAMES: usize = 50;

/// Shows the board.
pub async fn show(req: &Req) -> Result<Reply> {
    let (actor, lang) = (req.actor()?, req.lang);
    let title = lang.t("準備の一覧", "Readiness board");
    let mut list = List::new(req, "/readiness/board", lang.t("名前でさがす", "Search by name"));
    let rule_id = list.filter("rule").to_owned();
    let state = list.filter("state").parse::<BoardState>().ok();
    let query = list.query::<_, BoardSort>(());
    let found = board::board(actor, &req.services, &rule_id, state, &query.search).await;
    let board = match found {
        Err(Error::NotFound) if rule_id.is_empty() => return Ok(without_rule(lang, title)),
        found => found?,
    };
    let rule = &board.rule.rule;
    let columns = columns(req, &board);
    if list.wants_file() {
        return list.file_of(format!("readiness-{}.csv", rule.id), columns, board.rows);
    }
    let rule_title = rule.title.get(lang).to_owned();
    let chips = rule_chips(req, "/readiness/board", &rule.id);
    let by_missing = list.filter("by") == "missing";
    state_chips(lang, &mut list, &board, state);
    let other_view = if by_missing {
        (list.address(&[("by", "")]), lang.t("人で見る", "By person"))
    } else {
        (
            list.address(&[("by", "missing")]),
            lang.t("足りないもので見る", "By what is missing"),
        )
    };
    let appeals = appeals::banner(req).await?;
    let turned = (by_missing && !board.rows.is_empty()).then(|| missing(req, &board));
    let found = board.page(&query);

    Ok(Page::new(title, move || {
        let nothing = Nothing::yet(
            lang.t(
                "ここに、学ぶ人の準備のようすが出ます。まず、学ぶ人を招待してください。",
                "The learners and what they still need will be shown here. Invite learners to begin.",
            ),
            [("/people", lang.t("人のページへ", "To the people"))],
        )
        .found(
            lang.t("あてはまる人はいません。", "Nobody matches."),
            "/readiness/board",
            lang.t("全員を見る", "See everybody"),
        );
        let beside = view! {
            <span class="soft">{rule_title}</span>
            <a class="quiet no-print" href=other_view.0>
                {other_view.1}
            </a>
            <PrintButton />
        };
        let head = list.title(title, beside);
        let shown = match turned {
            Some(turned) => list.drawn(turned),
            None => list.table(title, columns, found, nothing),
        };
        view! {
            {head}
            {appeals.map(|appeals| appeals())}
            {chips}
            {shown}
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

/// The query of a person's page under the board's rule: for that person another may be the nearest.
fn under(req: &Req, rule: &Rule) -> String {
    if req.services.catalog.rules().len() < 2 {
        return String::new();
    }
    format!("?rule={}", rule.id)
}

fn state_chips(lang: Lang, list: &mut List, board: &Board, current: Option<BoardState>) {
    let all: usize = board.counts.values().sum();
    let everybody = lang.t(format!("全員 {all}"), format!("Everybody {all}"));
    list.chip("state", "", everybody, current.is_none());
    for state in BoardState::CHIPS {
        let (tone, word) = words::state(lang, state);
        let count = board.counts.get(&state).copied().unwrap_or_default();
        list.chip_in(
            tone,
            "state",
            state.code(),
            format!("{word} {count}"),
            current == Some(state),
        );
    }
}

type BoardColumn = Column<Arc<BoardRow>>;

/// Four columns on the page; in the file, a column per criterion.
fn columns(req: &Req, board: &Board) -> Vec<BoardColumn> {
    let (lang, services) = (req.lang, req.services.clone());
    let rule = board.rule.clone();
    let query = under(req, &rule.rule);
    let zone = services.config.zone;
    let date = move |at: DateTime<Utc>| at.with_timezone(&zone).date_naive().to_string();
    let state = move |row: &BoardRow| words::state(lang, row.state);
    let mut columns = vec![
        BoardColumn::new(lang.t("名前", "Name"), |row| row.name.clone())
            .cell(move |row| {
                view! {
                    <a href=format!("/readiness/{}{query}", row.person)>
                        <strong>{row.name.clone()}</strong>
                    </a>
                }
            })
            .sorts(BoardSort::Name),
        BoardColumn::new(lang.t("状態", "State"), move |row| state(row).1.to_owned())
            .cell(move |row| {
                let (tone, mut word) = state(row);
                if row.state == BoardState::Expiring && row.standing == Standing::Expired {
                    word = lang.t("期限が切れた", "Has run out");
                }
                view! { <Chip tone=tone text=word /> }
            })
            .sorts(BoardSort::BoardState),
        BoardColumn::of_file(lang.t("署名した人", "Signed by"), |row| {
            row.signed.as_ref().map(|(_, by)| by.clone()).unwrap_or_default()
        }),
        BoardColumn::of_file(lang.t("署名の日", "Signed on"), move |row| {
            row.signed.as_ref().map(|(at, _)| date(*at)).unwrap_or_default()
        }),
        BoardColumn::of_file(lang.t("いつまで", "Until"), move |row| match row.standing {
            Standing::Ready { until } => until.map(|at| last_day(at, zone).to_string()).unwrap_or_default(),
            Standing::Expired | Standing::NotYet | Standing::Undecided => String::new(),
        }),
    ];
    columns.extend(rule.rule.require.iter().enumerate().map(|(place, requirement)| {
        let head = words::requirement(lang, &services, requirement);
        BoardColumn::of_file(head, move |row| {
            row.evaluation
                .criteria
                .get(place)
                .map(|criterion| {
                    let (_, status) = words::status(lang, criterion.status);
                    format!("{status} {}", numbers(lang, criterion))
                })
                .unwrap_or_default()
        })
    }));
    let (of_rule, of_needs) = (rule.clone(), services.clone());
    columns.push(
        BoardColumn::of_page(lang.t("あと何が要るか", "What is missing"), move |row| {
            needs(lang, &of_needs, &of_rule.rule, row)
        })
        .headed(),
    );
    columns.push(BoardColumn::new(lang.t("最近のこと", "Lately"), move |row| {
        words::recent(lang, &services, row)
    }));
    columns
}

/// What a learner still needs, or until when the signature holds.
fn needs(lang: Lang, services: &Services, rule: &Rule, row: &BoardRow) -> String {
    let zone = services.config.zone;
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
                let at = day(lang, *at, zone);
                parts.push(lang.t(format!("署名 {at} {signer}"), format!("signed {at} by {signer}")));
            }
            if let Some(until) = until {
                let until = crate::ui::until(lang, until, zone);
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
        let (title, at) = (
            title(lang, services, rule, ending),
            crate::ui::until(lang, at, zone),
        );
        parts.push(lang.t(format!("{title}: {at} まで"), format!("{title}: good until {at}")));
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
            .filter(|row| row.state != BoardState::AtWork)
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
        let more = count.saturating_sub(NAMES);
        let people: Vec<_> = people.into_iter().take(NAMES).collect();
        let more = (more > 0).then(|| {
            view! {
                <p class="soft">
                    {lang
                        .t(
                            format!("ほか {more} 人（CSV にあります）"),
                            format!("and {more} more, in the CSV file"),
                        )}
                </p>
            }
        });
        let title = words::requirement(lang, &req.services, requirement);
        cards.push(view! {
            <section class="card">
                <h2>{title}</h2>
                <p class="soft">
                    {lang.t(format!("{count} 人に足りません"), format!("missing for {count}"))}
                </p>
                <ul class="stack">{people}</ul>
                {more}
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
