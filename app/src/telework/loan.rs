//! `/loans/{loan}`: the paper of a loan, to read, to agree to and to print.

use domain::Lang;
use leptos::prelude::*;
use server::{
    Result, Zone,
    telework::{
        kit_import::kind_name,
        loans::{self, LoanRow},
    },
};

use super::words;
use crate::{
    ui::{PrintButton, crumbs, day, day_and_time, day_of},
    web::{Nothing, Page, Reply, Req},
};

/// The paper.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor) = (req.lang, req.actor()?);
    let zone = req.services.config.zone;
    let row = loans::get(actor, &req.services, req.param("loan")?).await?;
    let own = row.loan.person_id == actor.id;
    let title = lang.t("機器の貸し出し", "Loan of a kit");
    Ok(Page::new(title, move || {
        let above = if own {
            (
                "/environment".to_owned(),
                lang.t("家で働く用意", "Working from home").to_owned(),
            )
        } else {
            (format!("/kits/{}", row.kit.id), row.kit.number.clone())
        };
        let agree = (row.loan.agreed_at.is_none() && row.loan.ended_at.is_none()).then(|| agree(lang, own));
        view! {
            <div class="read">
                {crumbs(vec![above])} <div class="row">
                    <h1>{title}</h1>
                    <span class="push">
                        <PrintButton />
                    </span>
                </div> {paper(lang, zone, row)} {agree}
            </div>
        }
    })
    .into())
}

fn paper(lang: Lang, zone: Zone, row: LoanRow) -> impl IntoView {
    let loan = row.loan;
    let parts: Vec<_> = loan
        .parts_out
        .lines()
        .map(|part| view! { <li>{part.to_owned()}</li> })
        .collect();
    let parts = (!parts.is_empty()).then(|| {
        view! {
            <p>{lang.t("いっしょに渡した物", "Handed over with it")}</p>
            <ul class="missing">{parts}</ul>
        }
    });
    let line = |name: &'static str, value: String| {
        (!value.is_empty()).then(|| {
            view! {
                <dt class="soft">{name}</dt>
                <dd>{value}</dd>
            }
        })
    };
    let kit = format!(
        "{} {} {}",
        row.kit.number,
        kind_name(lang, row.kit.kind),
        row.kit.name
    );
    let back = loan.ended_at.map_or_else(String::new, |at| day(lang, at, zone));
    let agreed = match (loan.agreed_how, loan.agreed_at) {
        (Some(how), Some(at)) => {
            let at = day_and_time(lang, at, zone);
            let name = loan.agreed_name.unwrap_or_default();
            let how = words::agreed(lang, how);
            view! {
                <p class="banner met">
                    {lang
                        .t(
                            format!("✓ {name}さんが同意しました。{at}（{how}）"),
                            format!("✓ {name} agreed on {at} ({how})."),
                        )}
                </p>
            }
            .into_any()
        }
        _ => view! {
            <p class="sign">
                {lang.t("借りる人の署名と日付", "Signature of the borrower, and date")}
            </p>
            <p class="sign">{lang.t("教室の署名と日付", "Signature of the classroom, and date")}</p>
        }
        .into_any(),
    };
    view! {
        <section class="card">
            <dl class="stack">
                {line(lang.t("借りる人", "Borrower"), row.person)} {line(lang.t("機器", "Kit"), kit)}
                {line(lang.t("渡した日", "Handed over"), day(lang, loan.lent_at, zone))}
                {line(lang.t("返す日（この日まで）", "Last day"), day_of(lang, loan.due_on))}
                {line(lang.t("渡した人", "Lent by"), row.lent_by)}
                {line(lang.t("渡したときの様子", "Condition when lent"), loan.condition_out)}
                {line(lang.t("戻った日", "Ended on"), back)}
                {line(lang.t("戻ったときの様子", "Condition when back"), loan.condition_back)}
            </dl>
            {parts}
        </section>
        <section class="card">
            <h2>
                {lang
                    .t(
                        format!("約束（第{}版）", loan.terms_version),
                        format!("Terms (version {})", loan.terms_version),
                    )}
            </h2>
            <p class="terms">{loan.terms}</p>
            {agreed}
        </section>
    }
}

fn agree(lang: Lang, own: bool) -> impl IntoView {
    let text = if own {
        lang.t("読みました。同意します", "I have read this and agree")
    } else {
        lang.t("紙に署名をもらった", "The paper is signed")
    };
    view! {
        <form method="post" class="card next no-print">
            <button class="go">{text}</button>
        </form>
    }
}

/// Agrees to the terms.
pub async fn submit(req: &Req, _: Nothing) -> Result<Reply> {
    let id = req.param("loan")?;
    loans::agree(req.actor()?, &req.services, id).await?;
    Ok(Reply::flash(
        req,
        format!("/loans/{id}"),
        "同意を記録しました。",
        "The agreement is noted.",
    ))
}
