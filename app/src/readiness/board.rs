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
    Actor, Error, Result, Services,
    clock::last_day,
    db::list::ListQuery,
    readiness::board::{self, Board, BoardRow, BoardSort, BoardState, Missing, Progress, Wanted},
};

use super::{appeals, criteria::numbers, rules::rule_chips, words};
use crate::{
    ui::{Chip, Column, Empty, List, Nothing, PrintButton, day},
    web::{Page, Reply, Req},
};

/// Shows the board.
pub async fn show(req: &Req) -> Result<Reply> {
    let (actor, lang) = (req.actor()?, req.lang);
    let title = lang.t("準備の一覧", "Readiness board");
    let mut list = List::new(req, "/readiness/board", lang.t("名前でさがす", "Search by name"));
    let wanted = Wanted {
        rule: list.filter("rule").to_owned(),
        state: list.filter("state").parse().ok(),
    };
    let query = list.query::<_, BoardSort>(wanted);
    let board = match board::board(actor, &req.services, &query).await {
        Err(Error::NotFound) if query.filter.rule.is_empty() => return Ok(without_rule(lang, title)),
        found => found?,
    };
    let rule = &board.rule.rule;
    let columns = columns(req, &board);
    if list.wants_file() {
        let name = format!("readiness-{}.csv", rule.id);
        let load = |services: Arc<Services>, actor: Actor, query: ListQuery<Wanted, BoardSort>| async move {
            board::page(&actor, &services, &query).await
        };
        return list.file(req, name, columns, query, load).await;
    }
    let rule_title = rule.title.get(lang).to_owned();
    let chips = rule_chips(req, "/readiness/board", &rule.id);
    let by_missing = list.filter("by") == "missing";
    state_chips(lang, &mut list, &board, query.filter.state);
    let other_view = if by_missing {
        (list.address(&[("by", "")]), lang.t("人で見る", "By person"))
    } else {
        (
            list.address(&[("by", "missing")]),
            lang.t("足りないもので見る", "By what is missing"),
        )
    };
    let appeals = appeals::banner(req).await?;
    let turned = if by_missing && !board.found.rows.is_empty() {
        let all = board::missing(actor, &req.services, &query).await?;
        Some(missing(req, rule, &all))
    } else {
        None
    };
    let progress = board.progress.map(|progress| renewing(lang, progress));
    let yet = if progress.is_some() {
        lang.t(
            "学ぶ人の準備のようすを計算しています。少しあとで、このページをもう一度開いてください。",
            "The learners' readiness is being computed. Please open this page again in a moment.",
        )
    } else {
        lang.t(
            "ここに、学ぶ人の準備のようすが出ます。まず、学ぶ人を招待してください。",
            "The learners and what they still need will be shown here. Invite learners to begin.",
        )
    };
    let found = board.found;

    Ok(Page::new(title, move || {
        let nothing = Nothing::yet(yet, [("/people", lang.t("人のページへ", "To the people"))]).found(
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
            {progress}
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
    let all: u64 = board.counts.values().sum();
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

type BoardColumn = Column<BoardRow>;

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
    columns.extend(rule.rule.require.iter().map(|requirement| {
        let head = words::requirement(lang, &services, requirement);
        let id = requirement.id.clone();
        BoardColumn::of_file(head, move |row| {
            row.evaluation
                .criteria
                .iter()
                .find(|criterion| criterion.requirement == id)
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

/// That the rows are being brought up to date, and how far that is.
fn renewing(lang: Lang, progress: Progress) -> impl IntoView + use<> {
    let Progress { done, all } = progress;
    view! {
        <p class="banner soon" role="status">
            {lang
                .t(
                    format!(
                        "新しい規則や記録に合わせて計算しなおしています（{all} 人のうち {done} 人）。それまでは、前のようすが出ています。",
                    ),
                    format!(
                        "Being brought up to date: {done} of {all}. Until then the list shows how it was before.",
                    ),
                )}
        </p>
    }
}

/// The board turned round: for each criterion, those who miss it.
fn missing(req: &Req, rule: &Rule, all: &[Missing]) -> AnyView {
    let lang = req.lang;
    let query = under(req, rule);
    let mut cards = Vec::new();
    for it in all {
        let people: Vec<_> = it
            .people
            .iter()
            .filter_map(|row| {
                let criterion = row
                    .evaluation
                    .missing()
                    .find(|c| c.requirement == it.requirement.id)?;
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
        let count = it.count;
        let more = count.saturating_sub(people.len() as u64);
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
        let title = words::requirement(lang, &req.services, &it.requirement);
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
