//! `/rounds/{round}/mine`: the jobs that a learner was introduced to, put in order by the learner.

use domain::Lang;
use leptos::prelude::*;
use server::{
    Result,
    matching::rounds::{self, Places, Round},
};
use uuid::Uuid;

use super::{
    places::{self, Ranked},
    words,
};
use crate::{
    ui::{crumbs, day_of},
    web::{Page, Reply, Req},
};

/// The jobs of a round that a person was referred to.
pub(super) fn jobs(lang: Lang, round: &Round, person: Uuid) -> Vec<Ranked> {
    round
        .offers_of(person)
        .map(|offer| Ranked {
            id: offer.row.opening.id,
            name: offer.row.opening.title.clone(),
            line: words::line(lang, &offer.row),
        })
        .collect()
}

/// The form; the result once it is decided.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let actor = req.actor()?;
    let me = actor.id;
    let round = rounds::mine(actor, &req.services, req.param("round")?).await?;
    let open = round.is_open(req.services.config.today());
    let title = lang.t("行きたい仕事の順番", "Which job would you like best?");
    Ok(Page::new(title, move || {
        let until = day_of(lang, round.round.until);
        let result = round.results.get(&me).and_then(|opening| {
            let offer = round.offer(*opening)?;
            Some(format!("{} — {}", offer.row.opening.title, offer.row.employer.name))
        });
        let body = if let Some(result) = result {
            view! {
                <p class="banner met">
                    {lang
                        .t(
                            format!("組み合わせが決まりました: {result}"),
                            format!("It is decided: {result}"),
                        )}
                </p>
                <p>
                    {lang
                        .t(
                            "このあとは、コーディネーターから連絡があります。",
                            "The coordinator will be in touch with you.",
                        )}
                </p>
            }
            .into_any()
        } else if round.round.decided_at.is_some() {
            view! {
                <p class="banner soon">
                    {lang
                        .t(
                            "今回は、席がありませんでした。あなたのせいではありません。次の仕事をいっしょに探しましょう。",
                            "There was no seat for you this time. It is not your fault. Let us look for the next job together.",
                        )}
                </p>
                <a class="go" href="/work">
                    {lang.t("ほかの仕事を見る", "See other jobs")}
                </a>
            }
            .into_any()
        } else if !open {
            view! {
                <p>
                    {lang
                        .t(
                            "受付は終わりました。結果が決まるのを待っています。",
                            "Preferences are no longer taken. The result is being worked out.",
                        )}
                </p>
            }
            .into_any()
        } else {
            let ranked = round.person(me).and_then(|it| it.ranked.clone());
            let rows = jobs(lang, &round, me);
            view! {
                <p>
                    {lang
                        .t(
                            format!(
                                "いちばん行きたい仕事を 1 番にしてください。{until}までなら、何度でも変えられます。正直に書くのが、いちばん得になる決め方です。会社には見えません。",
                            ),
                            format!(
                                "Give number 1 to the job you would like best. You can change it until {until}. Being honest serves you best in this method. Companies do not see it.",
                            ),
                        )}
                </p>
                <form method="post" class="card">
                    {places::fields(lang, lang.t("順番", "Order"), rows, ranked.as_deref())}
                    <button class="go">{lang.t("この順番で出す", "Send this order")}</button>
                </form>
            }
            .into_any()
        };
        view! {
            <div class="read">
                {crumbs(
                    vec![("/work".to_owned(), lang.t("わたしに合う仕事", "Work for me").to_owned())],
                )} <h1>{title}</h1> {body}
            </div>
        }
    })
    .into())
}

/// Keeps the order.
pub async fn submit(req: &Req, form: Places) -> Result<Reply> {
    let round: Uuid = req.param("round")?;
    let actor = req.actor()?;
    rounds::rank_openings(actor, &req.services, round, actor.id, &form).await?;
    Ok(Reply::flash(
        req,
        format!("/rounds/{round}/mine"),
        "あなたの順番を受け取りました。",
        "Thank you, your order is saved.",
    ))
}
