//! The analysis of one quiz: each question in each of its content versions, flagged ones first.

use domain::{Lang, learning::items::FEWEST};
use leptos::prelude::*;
use server::{
    Error, Result,
    learning::{
        accepted::{self, Standing},
        items::{self, Analysis, Item},
    },
};

use super::{
    item_counts::{self, option_html, part_html},
    item_words::{self, decimals, letter},
    question::{self, plain},
};
use crate::{
    ui::{Chip, Empty, Tone, crumbs, day, day_and_time},
    web::{Page, Reply, Req},
};

/// With fewer attempts, the page says that the numbers waver.
const MANY: usize = 30;

/// The page; `?count=all` counts every attempt, `?as=csv` saves the questions, `?as=answers` the answers.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let zone = req.services.config.zone;
    let actor = req.actor()?;
    let (course, quiz) = (
        req.param_text("course").to_owned(),
        req.param_text("quiz").to_owned(),
    );
    let all = req.query.get("count") == "all";
    let analysis = items::of_quiz(actor, &req.services, &course, &quiz, all).await?;
    match req.query.get("as") {
        "csv" => return Reply::csv(format!("items-{course}-{quiz}.csv"), item_rows(lang, &analysis)),
        "answers" => {
            return Reply::csv(
                format!("answers-{course}-{quiz}.csv"),
                answer_rows(lang, &analysis),
            );
        }
        _ => {}
    }
    let standing = accepted::list(actor, &req.services, &course, &quiz).await?;
    let live = analysis
        .revision
        .course
        .quizzes
        .get(&quiz)
        .ok_or(Error::NotFound)?;
    let quiz_title = live.text(lang).map(|text| text.title.clone()).unwrap_or_default();
    let title = format!("{}{quiz_title}", lang.t("問題の分析: ", "Item analysis: "));
    Ok(Page::new(title.clone(), move || {
        let here = format!("/items/{course}/{quiz}");
        let facts = match lang {
            Lang::Ja => format!("提出された {} 回を数えています。", analysis.attempts),
            Lang::En => format!("Attempts counted: {}.", analysis.attempts),
        };
        let waiting = (analysis.waiting > 0).then(|| match lang {
            Lang::Ja => format!("先生の採点を待っている {} 回は、まだ入っていません。", analysis.waiting),
            Lang::En => format!("{} more wait for a grader and are left out.", analysis.waiting),
        });
        let few = match (analysis.attempts, lang) {
            (0, _) => None,
            (n, Lang::Ja) if n < FEWEST => Some(format!("{FEWEST} 回より少ないので、印は付きません。")),
            (n, Lang::En) if n < FEWEST => Some(format!("With fewer than {FEWEST}, nothing is flagged.")),
            (n, _) if n < MANY => Some(lang.t("まだ少ないので、数字はゆれます。たしかに言えることにだけ、印を付けます。", "These are few: the numbers still waver. Flagged is only what the answers show already.").to_owned()),
            (_, _) => None,
        };
        let save = |what: &str| format!("{here}?as={what}{}", if all { "&count=all" } else { "" });
        let cards: Vec<_> = analysis
            .items
            .iter()
            .map(|item| card(lang, zone, item, &here))
            .collect();
        let none = cards.is_empty();
        let chip = |path: String, label: &'static str, on: bool| {
            view! {
                <a class="chip calm" href=path aria-current=on.then_some("page")>
                    {label}
                </a>
            }
        };
        view! {
            {crumbs(
                vec![
                    ("/items".to_owned(), lang.t("問題の分析", "Item analysis").to_owned()),
                    (format!("/courses/{course}/quizzes/{quiz}"), quiz_title.clone()),
                ],
            )}
            <h1>{title.clone()}</h1>
            <p>{facts}" "{waiting}" "{few}</p>
            <div class="row no-print">
                {chip(
                    here.clone(),
                    lang.t("それぞれの人の1回目だけ", "Each person's first try only"),
                    !all,
                )} {chip(format!("{here}?count=all"), lang.t("すべての回", "Every try"), all)}
                <a class="quiet push" href=save("csv")>
                    {lang.t("CSV（問題）", "CSV (questions)")}
                </a> <a class="quiet" href=save("answers")>
                    {lang.t("CSV（答え）", "CSV (answers)")}
                </a>
            </div>
            {accepted_list(lang, zone, standing, &here)}
            {none
                .then(|| {
                    view! {
                        <Empty text=lang
                            .t(
                                "まだ、提出された答えがありません。だれかがこのテストを出すと、ここに問題ごとの数字が並びます。",
                                "Nobody has handed in this quiz yet. Once somebody does, the numbers of each question are here.",
                            )>
                            <a class="quiet" href="/items">
                                {lang.t("ほかのテストを見る", "See the other quizzes")}
                            </a>
                        </Empty>
                    }
                })}
            {cards}
            <details class="card">
                <summary>{lang.t("数字の読み方", "How to read the numbers")}</summary>
                <ul class="facts">
                    <li>
                        {lang
                            .t(
                                "やさしさ: 取れた点の平均です。1に近いほど、みんなができています。",
                                "Easiness: the mean share of the points. Near 1, everybody knows it.",
                            )}
                    </li>
                    <li>
                        {lang
                            .t(
                                "見分ける力: ほかの問題ができる人ほどこの問題もできると、1に近くなります。0.2より下は弱く、マイナスは正解の書き間違いかもしれません。",
                                "Discrimination: near 1 when those who know the rest know this one, too. Below 0.2 is weak; below 0 the key may be wrong.",
                            )}
                    </li>
                    <li>
                        {lang
                            .t(
                                "かかった時間: 前の答えを保存してから、この答えを保存するまでの時間の、まん中の値です。",
                                "Time: from saving the answer before to saving this one; the median.",
                            )}
                    </li>
                </ul>
            </details>
        }
    })
    .into())
}

fn card(lang: Lang, zone: server::Zone, item: &Item, here: &str) -> AnyView {
    let text = item.question.text(lang);
    let version = if item.live {
        view! { <Chip tone=Tone::Calm text=lang.t("いまの内容", "as it is now") /> }.into_any()
    } else {
        view! { <Chip tone=Tone::Calm text=lang.t("前の内容", "an earlier version") /> }.into_any()
    };
    let fact = |name: &'static str, value: String| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let right = question::right_answer(lang, &item.question).map(|right| {
        view! {
            <p>
                <span class="soft">{lang.t("正しい答え: ", "Right answer: ")}</span>
                {right}
            </p>
        }
    });
    view! {
        <section class="card" id=format!("{}-{}", item.question.id, item.version)>
            <div class="row">
                <h2>
                    <span class="soft">{format!("{}. ", item.number)}</span>
                    <span inner_html=text.map(|text| text.title_html.clone()).unwrap_or_default()></span>
                </h2>
                <span class="push">{version}</span>
            </div>
            {item_words::flags(lang, item)}
            <dl class="item-facts">
                {fact(lang.t("答えた回", "Attempts"), item.n.to_string())}
                {fact(lang.t("やさしさ", "Easiness"), item_words::difficulty(lang, item))}
                {fact(lang.t("見分ける力", "Discrimination"), item_words::discrimination(lang, item))}
                {fact(lang.t("かかった時間", "Time"), item_words::time(lang, item.seconds))}
                {(item.unanswered > 0)
                    .then(|| fact(lang.t("答えなし", "Left empty"), item.unanswered.to_string()))}
            </dl>
            <p class="soft">{item_words::ranges(lang, item)}</p>
            {right}
            {item_counts::choices(lang, item)}
            {item_counts::parts(lang, item)}
            {wrong(lang, item, here)}
            <p class="soft">
                {lang.t("版 ", "Version ")}<code>{item.version.clone()}</code>" · "
                {day(lang, item.from, zone)}{lang.t("から", " to ")}{day(lang, item.to, zone)}
                {lang.t("まで", "")}
            </p>
        </section>
    }
    .into_any()
}

/// The most frequent wrong answers, and the way to accept one.
fn wrong(lang: Lang, item: &Item, here: &str) -> Option<AnyView> {
    if item.wrong.is_empty() {
        return None;
    }
    let rows: Vec<_> = item
        .wrong
        .iter()
        .map(|wrong| {
            let blank = wrong.blank.clone().unwrap_or_default();
            let query = [
                ("question", item.question.id.as_str()),
                ("blank", blank.as_str()),
                ("answer", wrong.answer.as_str()),
            ];
            let path = format!(
                "{here}/accept?{}",
                serde_html_form::to_string(query).unwrap_or_default()
            );
            let accept = wrong.may_be_accepted.then(|| {
                view! {
                    <a class="quiet" href=path>
                        {lang.t("この答えも正解にする", "Accept this too")}
                        <span class="unseen">{format!(": {}", wrong.answer)}</span>
                    </a>
                }
            });
            view! {
                <tr>
                    <th scope="row">
                        {(!blank.is_empty()).then(|| format!("[{blank}] "))}
                        <span class="typed">{wrong.answer.clone()}</span>
                    </th>
                    <td data-label=lang.t("人数", "Attempts")>{wrong.count.to_string()}</td>
                    <td class="no-print">{accept}</td>
                </tr>
            }
        })
        .collect();
    let title = item
        .question
        .text(lang)
        .map(|text| plain(&text.title_html))
        .unwrap_or_default();
    let label = format!("{title}: {}", lang.t("多い間違い", "frequent wrong answers"));
    Some(
        view! {
            <h3>{lang.t("多い間違い", "Frequent wrong answers")}</h3>
            <div class="table" tabindex="0" role="region" aria-label=label>
                <table class="cards">
                    <thead>
                        <tr>
                            <th scope="col">{lang.t("書かれた答え", "Answer")}</th>
                            <th scope="col">{lang.t("回数", "Attempts")}</th>
                            <th scope="col">{lang.t("正解にする", "Accept")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any(),
    )
}

/// The answers that were accepted afterwards.
fn accepted_list(lang: Lang, zone: server::Zone, standing: Vec<Standing>, here: &str) -> Option<AnyView> {
    if standing.is_empty() {
        return None;
    }
    let rows: Vec<_> = standing
        .into_iter()
        .map(|standing| {
            let row = standing.row;
            let query = [
                ("question", &row.question_id),
                ("blank", &row.blank),
                ("answer", &row.answer),
            ];
            let path = format!(
                "{here}/accept?{}",
                serde_html_form::to_string(query).unwrap_or_default()
            );
            let source = standing.in_source.then(|| {
                view! { <Chip tone=Tone::Met text=lang.t("教材にも入りました", "in the source now") /> }
            });
            let blank = (!row.blank.is_empty()).then(|| format!("[{}]", row.blank));
            view! {
                <li class="stack">
                    <p>
                        <a href=path>
                            {row.question_id.clone()}{blank}" = "
                            <strong class="typed">{row.answer.clone()}</strong>
                        </a>
                        " "
                        {source}
                    </p>
                    <p class="soft">{standing.by}" "{day_and_time(lang, row.at, zone)}" — "{row.reason}</p>
                </li>
            }
        })
        .collect();
    Some(
        view! {
            <section class="card">
                <h2>{lang.t("あとから正解にした答え", "Answers accepted afterwards")}</h2>
                <ul class="stack plain">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

fn item_rows(lang: Lang, analysis: &Analysis) -> impl Iterator<Item = Vec<String>> {
    let header = [
        "question",
        "title",
        "type",
        "version",
        "live",
        "first",
        "last",
        "n",
        "unanswered",
        "difficulty",
        "discrimination",
        "seconds",
        "flags",
    ];
    let rows = analysis.items.iter().map(move |item| {
        let number = |number: Option<f64>| number.map(|_| decimals(number)).unwrap_or_default();
        let flags: Vec<String> = item
            .flags
            .iter()
            .map(|flag| item_words::flag(lang, item, flag))
            .collect();
        vec![
            item.question.id.clone(),
            item.question
                .text(lang)
                .map(|text| text.title.clone())
                .unwrap_or_default(),
            item.question.kind.word().to_owned(),
            item.version.clone(),
            if item.live { "yes" } else { "no" }.to_owned(),
            item.from.to_rfc3339(),
            item.to.to_rfc3339(),
            item.n.to_string(),
            item.unanswered.to_string(),
            number(item.difficulty),
            number(item.discrimination),
            item.seconds
                .map(|seconds| format!("{seconds:.0}"))
                .unwrap_or_default(),
            flags.join("; "),
        ]
    });
    std::iter::once(header.map(str::to_owned).to_vec()).chain(rows)
}

fn answer_rows(lang: Lang, analysis: &Analysis) -> impl Iterator<Item = Vec<String>> {
    let header = ["question", "version", "answer", "right", "all", "upper", "lower"];
    let rows = analysis.items.iter().flat_map(move |item| {
        let start = vec![item.question.id.clone(), item.version.clone()];
        let text = item.question.text(lang);
        let choices = item.choices.iter().enumerate().map(|(at, choice)| {
            let words = text
                .and_then(|text| text.choices.get(&choice.id))
                .map(|text| plain(&text.html));
            vec![
                format!("{}. {}", letter(at), words.unwrap_or_default()),
                if choice.correct { "yes" } else { "no" }.to_owned(),
                choice.all.to_string(),
                choice.upper.to_string(),
                choice.lower.to_string(),
            ]
        });
        let parts = item.parts.iter().flat_map(move |part| {
            part.choices.iter().map(move |option| {
                let words = text.map(|text| {
                    let (left, right) = (part_html(text, &part.id), option_html(lang, text, &option.id));
                    format!("{} → {}", plain(&left), plain(&right))
                });
                vec![
                    words.unwrap_or_default(),
                    if option.correct { "yes" } else { "no" }.to_owned(),
                    option.all.to_string(),
                    option.upper.to_string(),
                    option.lower.to_string(),
                ]
            })
        });
        let wrong = item.wrong.iter().map(|wrong| {
            let blank = wrong
                .blank
                .as_ref()
                .map(|blank| format!("[{blank}] "))
                .unwrap_or_default();
            let answer = format!("{blank}{}", wrong.answer);
            vec![
                answer,
                "no".to_owned(),
                wrong.count.to_string(),
                String::new(),
                String::new(),
            ]
        });
        let rows: Vec<Vec<String>> = choices
            .chain(parts)
            .chain(wrong)
            .map(|row| [start.clone(), row].concat())
            .collect();
        rows
    });
    std::iter::once(header.map(str::to_owned).to_vec()).chain(rows)
}
