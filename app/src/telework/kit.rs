//! `/kits/{kit}`: one kit, as its label opens it: out, back, what is missing, and what happened so far.

use chrono::{Months, NaiveDate};
use domain::{
    Lang,
    identity::Role,
    telework::{KitEvent, KitState},
};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Error, Result, Zone,
    telework::{
        history::EventRow,
        kit_import::kind_name,
        kit_photo,
        kits::{self, KitPage},
        loans::{self, BackForm, LendForm, LoanRow},
        tables::kit_part,
    },
};
use uuid::Uuid;

use super::{loans as lines, words};
use crate::{
    ui::{Check, Chip, Field, Select, TextArea, Tone, crumbs, day, day_and_time, file_field},
    web::{Page, Reply, Req},
};

/// For how many months something is usually lent.
const USUAL_MONTHS: u32 = 3;

/// The kit.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor) = (req.lang, req.actor()?);
    let zone = req.services.config.zone;
    let today = req.services.config.today();
    let decides = actor.require(&Role::COORDINATING).is_ok();
    let it = kits::page(actor, &req.services, req.param("kit")?).await?;
    let borrowers = match it.kit.state {
        KitState::Here => loans::borrowers(actor, &req.services).await?,
        _ => Vec::new(),
    };
    let title = format!("{} {}", it.kit.number, kind_name(lang, it.kit.kind));
    let heading = title.clone();
    // A form with an error stays open when the page is shown again.
    let act = match req.typed() {
        Some(KitAct::Extend { .. }) => "extend",
        Some(KitAct::Become { .. }) => "become",
        Some(KitAct::Photo) => "photo",
        Some(
            KitAct::Lend(_) | KitAct::Back(_) | KitAct::Missing { .. } | KitAct::Found { .. } | KitAct::Count,
        )
        | None => "",
    };
    Ok(Page::new(title, move || {
        let (tone, state) = words::state(lang, it.kit.state);
        let id = it.kit.id;
        let photo = it.has_photo.then(|| {
            view! {
                <img
                    class="kit-photo"
                    src=format!("/kits/{id}/photo")
                    alt=lang.t("機器の写真", "Picture of the kit")
                />
            }
        });
        let counted = it.kit.counted_at.map(|at| {
            let at = day(lang, at, zone);
            view! {
                <p class="soft">
                    {lang
                        .t(
                            format!("棚おろしで最後に見た日: {at}"),
                            format!("Last seen at an inventory: {at}"),
                        )}
                </p>
            }
        });
        let note = (!it.kit.note.is_empty()).then(|| view! { <p class="note">{it.kit.note.clone()}</p> });
        let KitPage {
            kit,
            parts,
            loans,
            events,
            ..
        } = it;
        let mut loans = loans.into_iter();
        let running = loans.next().filter(|row| row.loan.ended_at.is_none());
        let next = match (kit.state, running) {
            (KitState::Lent, Some(row)) => lent(lang, row, today, act).into_any(),
            (KitState::Here, _) => lend(lang, borrowers, today, decides).into_any(),
            (KitState::Lent | KitState::Broken | KitState::Lost | KitState::Retired, _) => ().into_any(),
        };
        view! {
            <div class="read">
                {crumbs(vec![("/kits".to_owned(), lang.t("貸し出す機器", "Kits to lend").to_owned())])}
                <div class="row">
                    <h1>{heading}</h1>
                    <span class="push">
                        <Chip tone=tone text=state />
                    </span>
                </div> <p>{kit.name.clone()}</p> {photo} {note} {next} {parts_card(lang, parts)}
                {others(lang, kit.state, act)} <section class="card">
                    <h2>{lang.t("記録", "History")}</h2>
                    {counted}
                    <ol class="stack">
                        {events.into_iter().map(|row| event(lang, zone, row)).collect_view()}
                    </ol>
                </section>
                <nav class="row no-print" aria-label=lang.t("この機器について", "About this kit")>
                    <a class="quiet" href=format!("/kits/{id}/edit")>
                        {lang.t("書いてあることを直す", "Change the details")}
                    </a>
                    <a class="quiet" href=format!("/kits/labels?show=all&kit={id}")>
                        {lang.t("ラベルを印刷する", "Print the label")}
                    </a>
                </nav>
            </div>
        }
    })
    .into())
}

fn lend(lang: Lang, borrowers: Vec<(Uuid, String)>, today: NaiveDate, decides: bool) -> impl IntoView {
    let mut people = vec![(
        String::new(),
        lang.t("選んでください", "Please choose").to_owned(),
    )];
    people.extend(borrowers.into_iter().map(|(id, name)| (id.to_string(), name)));
    let due = today
        .checked_add_months(Months::new(USUAL_MONTHS))
        .unwrap_or(today);
    view! {
        <form method="post" class="card next">
            <h2>{lang.t("貸し出す", "Lend it")}</h2>
            <Select name="person" label=lang.t("借りる人", "Borrower") options=people />
            <Field
                name="due_on"
                kind="date"
                label=lang.t("返す日（この日まで）", "Last day")
                value=due.to_string()
            />
            <Field
                name="condition"
                label=lang.t("機器の様子", "Condition")
                hint=lang.t("例: 角に小さなきず", "Such as a small scratch at a corner").to_owned()
                optional=true
            />
            <Field
                name="agreed_name"
                label=lang
                    .t(
                        "借りる人の名前（約束に同意したしるし）",
                        "The borrower's name, as agreement to the terms",
                    )
                hint=lang
                    .t(
                        "約束を見せて、本人に書いてもらいます。空のときは、本人が自分のページで読んで同意するか、紙に署名します。",
                        "Show the terms and let the borrower write. Left empty, the borrower agrees on the own page or signs the paper.",
                    )
                    .to_owned()
                autocomplete="off"
                optional=true
            />
            <div class="row">
                <button class="go" name="do" value="lend">
                    {lang.t("貸し出す", "Lend it")}
                </button>
                {decides
                    .then(|| {
                        view! { <a href="/kits/terms">{lang.t("約束を見る", "Show the terms")}</a> }
                    })}
            </div>
        </form>
    }
}

fn lent(lang: Lang, row: LoanRow, today: NaiveDate, act: &str) -> impl IntoView + use<> {
    let loan = row.loan;
    let path = format!("/loans/{}", loan.id);
    let agreed = if loan.agreed_at.is_some() {
        view! { <Chip tone=Tone::Met text=lang.t("✓ 約束に同意ずみ", "✓ Terms agreed") /> }
    } else {
        view! { <Chip tone=Tone::Soon text=lang.t("約束への同意がまだです", "Terms not agreed yet") /> }
    };
    view! {
        <section class="card next">
            <h2>
                <a href=format!("/environment/{}", loan.person_id)>{row.person}</a>
            </h2>
            <p>{lines::due(lang, loan.due_on, today)} {lang.t(" まで", "")} " " {agreed}</p>
            <form method="post" class="stack">
                <button class="go" name="do" value="back">
                    {lang.t("戻った", "It is back")}
                </button>
                <Field name="condition" label=lang.t("機器の様子", "Condition") optional=true />
                <Check name="broken" label=lang.t("こわれている", "It is broken") />
            </form>
            <p>
                <a href=path>
                    {lang.t("貸し出しの書類を見る・印刷する", "Show or print the paper")}
                </a>
            </p>
            <details open=act == "extend">
                <summary>{lang.t("返す日をのばす…", "Move the last day…")}</summary>
                <form method="post" class="stack">
                    <input type="hidden" name="loan" value=loan.id.to_string() />
                    <Field
                        name="due_on"
                        kind="date"
                        label=lang.t("返す日（この日まで）", "Last day")
                        value=loan.due_on.to_string()
                    />
                    <div class="row">
                        <button class="quiet" name="do" value="extend">
                            {lang.t("のばす", "Move it")}
                        </button>
                    </div>
                </form>
            </details>
        </section>
    }
}

fn parts_card(lang: Lang, parts: Vec<kit_part::Model>) -> Option<impl IntoView> {
    if parts.is_empty() {
        return None;
    }
    let lines: Vec<_> = parts
        .into_iter()
        .map(|part| {
            let missing = part.missing_at.is_some();
            let (act, word) = if missing {
                ("found", lang.t("そろった", "It is there again"))
            } else {
                ("missing", lang.t("ない", "It is missing"))
            };
            let label = format!("{}: {word}", part.name);
            let chip = missing.then(|| view! { <Chip tone=Tone::Soon text=lang.t("足りない", "Missing") /> });
            view! {
                <li class="row">
                    <span>{part.name}</span>
                    {chip}
                    <form method="post" class="push">
                        <input type="hidden" name="part" value=part.id.to_string() />
                        <button class="quiet" name="do" value=act aria-label=label>
                            {word}
                        </button>
                    </form>
                </li>
            }
        })
        .collect();
    Some(view! {
        <section class="card">
            <h2>{lang.t("付いている物", "Parts")}</h2>
            <ul class="stack">{lines}</ul>
        </section>
    })
}

/// What else can be done: an inventory, another state, a picture.
fn others(lang: Lang, state: KitState, act: &str) -> impl IntoView + use<> {
    let ways = [
        (KitState::Here, lang.t("見つかった・直った", "Found or mended")),
        (KitState::Broken, lang.t("こわれた", "It is broken")),
        (KitState::Lost, lang.t("見つからない", "It is lost")),
        (KitState::Retired, lang.t("もう使わない", "Retire it")),
    ];
    let ways: Vec<_> = ways
        .into_iter()
        .filter(|(next, _)| state.may_become(*next))
        .map(|(next, word)| {
            view! {
                <button class="quiet" name="state" value=next.code()>
                    {word}
                </button>
            }
        })
        .collect();
    let become_ = (!ways.is_empty()).then(|| {
        view! {
            <form method="post" class="stack">
                <input type="hidden" name="do" value="become" />
                <TextArea
                    name="note"
                    label=lang
                        .t("何があったか（書かなくてもよい）", "What happened (optional)")
                    rows=2
                />
                <div class="row">{ways}</div>
            </form>
        }
    });
    view! {
        <section class="card no-print">
            <form method="post" class="row">
                <button class="quiet" name="do" value="count">
                    {lang.t("棚おろし: ここで見た", "Inventory: seen here")}
                </button>
            </form>
            <details open=act == "become">
                <summary>{lang.t("状態を変える…", "Change its state…")}</summary>
                {become_}
            </details>
            <details open=act == "photo">
                <summary>{lang.t("写真を付ける…", "Add a picture…")}</summary>
                <form method="post" enctype="multipart/form-data" class="stack">
                    {file_field("photo", lang.t("写真", "Picture"), "image/*")}
                    <div class="row">
                        <button class="quiet" name="do" value="photo">
                            {lang.t("付ける", "Add it")}
                        </button>
                    </div>
                </form>
            </details>
        </section>
    }
}

fn event(lang: Lang, zone: Zone, row: EventRow) -> impl IntoView {
    let what = words::event(lang, row.event.what);
    let at = day_and_time(lang, row.event.at, zone);
    let note = (!row.event.note.is_empty()).then(|| format!(" — {}", row.event.note));
    let paper = row
        .event
        .loan_id
        .filter(|_| row.event.what == KitEvent::Lent)
        .map(|id| {
            view! {
                " "
                <a href=format!("/loans/{id}")>{lang.t("書類", "paper")}</a>
            }
        });
    view! { <li>{what}{note}{paper} " " <span class="soft">{at}" "{row.by}</span></li> }
}

/// What may be done with a kit.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum KitAct {
    /// It goes out.
    Lend(LendForm),
    /// It comes back.
    Back(BackForm),
    /// A part is not there.
    Missing {
        /// Which.
        part: Uuid,
    },
    /// A part is there again.
    Found {
        /// Which.
        part: Uuid,
    },
    /// Somebody saw it.
    Count,
    /// Its state is another.
    Become {
        /// Which.
        state: KitState,
        /// What happened.
        #[serde(default)]
        note: String,
    },
    /// The borrower keeps it longer.
    Extend {
        /// The loan.
        loan: Uuid,
        /// The last day.
        #[serde(default)]
        due_on: String,
    },
    /// A picture of it.
    Photo,
}

/// Does it.
pub async fn submit(req: &Req, form: KitAct) -> Result<Reply> {
    let (actor, services) = (req.actor()?, &req.services);
    let kit: Uuid = req.param("kit")?;
    let (ja, en) = match form {
        KitAct::Lend(form) => {
            let loan = loans::lend(actor, services, req.key(), kit, form).await?;
            return Ok(Reply::flash(
                req,
                format!("/loans/{loan}"),
                "貸し出しました。",
                "It is lent.",
            ));
        }
        KitAct::Back(form) => {
            loans::back(actor, services, kit, form).await?;
            ("戻りました。", "It is back.")
        }
        KitAct::Missing { part } => {
            kits::part(actor, services, kit, part, false).await?;
            ("足りない物を記録しました。", "The missing part is noted.")
        }
        KitAct::Found { part } => {
            kits::part(actor, services, kit, part, true).await?;
            ("そろいました。", "It is complete again.")
        }
        KitAct::Count => {
            kits::count(actor, services, kit).await?;
            ("棚おろしを記録しました。", "The inventory is noted.")
        }
        KitAct::Become { state, note } => {
            kits::become_(actor, services, kit, state, &note).await?;
            ("状態を変えました。", "Its state is changed.")
        }
        KitAct::Extend { loan, due_on } => {
            loans::extend(actor, services, loan, &due_on).await?;
            ("返す日を変えました。", "The last day is moved.")
        }
        KitAct::Photo => {
            let file = req
                .files
                .first()
                .ok_or_else(|| Error::field("photo", "写真を選んでください。", "Please choose a picture."))?;
            kit_photo::put(actor, services, kit, &file.path, file.size).await?;
            ("写真を付けました。", "The picture is added.")
        }
    };
    Ok(Reply::flash(req, format!("/kits/{kit}"), ja, en))
}
