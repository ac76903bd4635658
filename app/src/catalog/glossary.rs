//! The glossary: every word that lessons explain, to read and to search.

use domain::say;
use leptos::prelude::*;
use server::Result;

use crate::{
    ui::{Empty, Field},
    web::{Page, Reply, Req},
};

/// The words in the order of their readings; `?q=` looks for one.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let terms = req.services.catalog.terms();
    let wanted = req.query.get("q").trim().to_owned();
    let title = lang.t("用語集", "Glossary");
    Ok(Page::new(title, move || {
        let needle = domain::folding::search(&wanted);
        let fits = |words: &str| domain::folding::search(words).contains(&needle);
        let order = |term: &domain::catalog::Term| {
            let word = term.word.get(lang).to_owned();
            domain::folding::search(&lang.t(term.reading.clone().unwrap_or(word.clone()), word))
        };
        let mut found: Vec<_> = terms
            .iter()
            .filter(|term| {
                needle.is_empty()
                    || fits(term.word.get(lang))
                    || fits(term.word.get(lang.other()))
                    || term.reading.as_deref().is_some_and(fits)
                    || fits(term.meaning_html.get(lang))
            })
            .collect();
        found.sort_by_key(|term| order(term));
        let count = found.len();
        let rows: Vec<_> = found
            .into_iter()
            .map(|term| {
                let word = term.word.get(lang).to_owned();
                let reading = lang
                    .t(term.reading.clone(), None)
                    .filter(|reading| *reading != word);
                let other = term.word.get(lang.other()).to_owned();
                view! {
                    <div class="term" id=term.id.clone()>
                        <dt>
                            <dfn>{word}</dfn>
                            {reading
                                .map(|reading| {
                                    view! { <span class="soft">{format!("（{reading}）")}</span> }
                                })}
                            " "
                            <span class="soft" lang=lang.other().code()>
                                {other}
                            </span>
                        </dt>
                        <dd inner_html=term.meaning_html.get(lang).to_owned()></dd>
                    </div>
                }
            })
            .collect();
        let counted = say!(lang, count of "{count}語", one "{count} word", other "{count} words");
        let list = match (count, wanted.is_empty()) {
            (0, true) => view! {
                <Empty text=lang.t("まだ言葉がありません。", "There are no words yet.")>
                    <a class="quiet" href="/courses">
                        {lang.t("コースへ", "To the courses")}
                    </a>
                </Empty>
            }
            .into_any(),
            (0, false) => view! {
                <Empty text=lang
                    .t(
                        "見つかりませんでした。短い言葉でさがしてみてください。",
                        "Nothing was found. Try a shorter word.",
                    )>
                    <a class="quiet" href="/glossary">
                        {lang.t("全部を見る", "Show all")}
                    </a>
                </Empty>
            }
            .into_any(),
            _ => view! { <dl class="terms">{rows}</dl> }.into_any(),
        };
        view! {
            <div class="read">
                <h1>{title}</h1>
                <form class="search" role="search">
                    <Field
                        name="q"
                        kind="search"
                        label=lang.t("言葉をさがす", "Search for a word")
                        value=wanted
                    />
                    <button class="quiet">{lang.t("さがす", "Search")}</button>
                </form>
                <p class="soft" role="status">
                    {counted}
                </p>
                {list}
            </div>
        }
    })
    .into())
}
