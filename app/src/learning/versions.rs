//! Several answers to one question: for the learner to choose from, for those who teach to look back on.

use domain::{Lang, catalog::Question};
use leptos::prelude::*;
use server::Zone;
use server::learning::versions::{GivenAnswer, Versions};

use super::question;
use crate::ui::{Chip, Tone, day_and_time};

/// From so many seconds on it is told that an answer reached the server later than it was given.
const LATER: i64 = 60;

/// Answers that stand side by side, each with its button; nothing where there are not two.
pub(super) fn choose(
    lang: Lang,
    asked: &Question,
    number: usize,
    versions: &Versions,
    zone: Zone,
) -> Option<AnyView> {
    let sides = versions.side_by_side();
    if sides.len() < 2 {
        return None;
    }
    let (base, last) = (versions.base().to_string(), sides.len() - 1);
    let sides: Vec<_> = sides
        .into_iter()
        .enumerate()
        .map(|(at, side)| {
            let label = lang.t("この答えにする", "This one counts");
            view! {
                <form method="post" class="answered" autocomplete="off">
                    <input type="hidden" name="question" value=asked.id.clone() />
                    <input type="hidden" name="number" value=number.to_string() />
                    <input type="hidden" name="base" value=base.clone() />
                    <div class="row">
                        <span class="soft">{day_and_time(lang, side.acted_at, zone)}</span>
                        {(at == last)
                            .then(|| {
                                view! {
                                    <Chip
                                        tone=Tone::Calm
                                        text=lang.t("いまはこの答え", "counts for now")
                                    />
                                }
                            })}
                        <button class="quiet push" name="choose" value=side.id.to_string()>
                            {label}
                        </button>
                    </div>
                    <div>{question::words(lang, asked, Some(&side.answer))}</div>
                </form>
            }
        })
        .collect();
    Some(
        view! {
            <section class="card stack">
                <h2>
                    {lang
                        .t(
                            "ちがう答えが、べつの機械でも入っています",
                            "There are different answers from two devices",
                        )}
                </h2>
                <p>
                    {lang
                        .t(
                            "どの答えにするか、えらんでください。どれも、なくなっていません。",
                            "Please choose which one counts. None of them is lost.",
                        )}
                </p>
                {sides}
            </section>
        }
        .into_any(),
    )
}

/// Every answer with its time, for those who teach; nothing where there was one only.
pub(super) fn history(lang: Lang, asked: &Question, versions: &Versions, zone: Zone) -> Option<AnyView> {
    let all = versions.all();
    if all.len() < 2 {
        return None;
    }
    let counted = versions.counted().map(|given| given.id);
    let lines: Vec<_> = all
        .iter()
        .map(|given| {
            let tone = match (counted == Some(given.id), given.stands) {
                (true, _) => Some((Tone::Met, lang.t("この答えで数える", "counts"))),
                (false, true) => Some((Tone::Soon, lang.t("べつの機械の答え", "from another device"))),
                (false, false) => None,
            };
            view! {
                <li>
                    <span class="soft">{when(lang, given, zone)}</span>
                    " "
                    {question::words(lang, asked, Some(&given.answer))}
                    {tone.map(|(tone, text)| view! { <Chip tone text /> })}
                </li>
            }
        })
        .collect();
    let title = lang.t(
        format!("答えの記録（{}）", all.len()),
        format!("All answers ({})", all.len()),
    );
    Some(
        view! {
            <details>
                <summary>{title}</summary>
                <ol class="plain">{lines}</ol>
            </details>
        }
        .into_any(),
    )
}

fn when(lang: Lang, given: &GivenAnswer, zone: Zone) -> String {
    let at = day_and_time(lang, given.acted_at, zone);
    if (given.saved_at - given.acted_at).num_seconds() < LATER {
        return at;
    }
    let arrived = day_and_time(lang, given.saved_at, zone);
    lang.t(
        format!("{at}（届いたのは {arrived}）"),
        format!("{at} (arrived {arrived})"),
    )
}
