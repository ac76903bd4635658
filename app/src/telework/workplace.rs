//! `/environment/workplace`: the learner looks at the own place of work with the ministry's checklist, and may
//! add a picture of the desk.

use domain::{
    Lang,
    telework::{Decision, WorkItem},
};
use leptos::prelude::*;
use serde::Deserialize;
use server::{
    Result, Zone,
    telework::workplaces::{self, Workplace, WorkplaceForm},
};

use crate::{
    ui::{Chip, Choices, TextArea, Tone, crumbs, day, file_field},
    web::{Page, Reply, Req},
};

/// What an item says.
pub(super) fn item(lang: Lang, item: WorkItem) -> &'static str {
    match item {
        WorkItem::Room => lang.t(
            "すわって、手足をのばせる広さがある",
            "There is room to sit and to stretch",
        ),
        WorkItem::Desk => lang.t(
            "机、いす、画面の高さが体に合っている",
            "Desk, chair and screen fit my body",
        ),
        WorkItem::Floor => lang.t(
            "足もとに、つまずく物がない",
            "There is nothing on the floor to trip over",
        ),
        WorkItem::Cables => lang.t(
            "コードがいたんでいない。地震で倒れる物は止めてある",
            "Cables are sound, and what an earthquake could tip over is fixed",
        ),
        WorkItem::Light => lang.t("机の上が十分に明るい", "There is enough light on the desk"),
        WorkItem::Air => lang.t("空気を入れかえられる", "I can let in fresh air"),
        WorkItem::Warmth => lang.t(
            "暑すぎず寒すぎないようにできる",
            "I can keep it neither too warm nor too cold",
        ),
        WorkItem::Heaters => lang.t(
            "ストーブなどは点検してあり、使うときは換気する",
            "Heaters were looked after, and I air the room while they burn",
        ),
        WorkItem::Noise => lang.t("じゃまになる音がない", "There is no noise that disturbs"),
        WorkItem::Rest => lang.t(
            "水を飲み、トイレに行き、休むことができる",
            "I can drink, go to the toilet, and rest",
        ),
        WorkItem::Contact => lang.t(
            "環境や体の調子が変わったとき、だれに伝えるか知っている",
            "I know whom to tell when the place or my health changes",
        ),
        WorkItem::Onlookers => lang.t(
            "ほかの人に画面を見られず、声を聞かれない",
            "Nobody else sees the screen or hears the calls",
        ),
        WorkItem::Papers => lang.t("書類を鍵のかかる所にしまえる", "Papers can be locked away"),
    }
}

/// What was said last and what was answered, with what is still open.
pub(super) fn summary(lang: Lang, zone: Zone, place: &Workplace) -> impl IntoView + use<> {
    let at = day(lang, place.row.at, zone);
    let open: Vec<_> = WorkItem::ALL
        .into_iter()
        .filter(|it| !place.items.contains(it))
        .map(|it| view! { <li>{item(lang, it)}</li> })
        .collect();
    let open = (!open.is_empty()).then(|| {
        view! {
            <p>{lang.t("まだ整っていないこと", "Not in order yet")}</p>
            <ul class="missing">{open}</ul>
        }
    });
    let (tone, answer) = match place.row.decision {
        Some(Decision::Fine) => (Tone::Met, lang.t("✓ 働ける場所です", "✓ Fit for work")),
        Some(Decision::NotYet) => (
            Tone::Soon,
            lang.t("先にすることがあります", "Something to do first"),
        ),
        None => (
            Tone::Calm,
            lang.t("教室の答えを待っています", "Waiting for the classroom's answer"),
        ),
    };
    let reason =
        (!place.row.reason.is_empty()).then(|| view! { <p class="note">{place.row.reason.clone()}</p> });
    let note = (!place.row.note.is_empty()).then(|| view! { <p class="note">{place.row.note.clone()}</p> });
    let by = place.decided_by.clone();
    let photo = place.has_photo.then(|| {
        view! {
            <img
                class="kit-photo"
                src=format!("/workplaces/{}/photo", place.row.id)
                alt=lang.t("机の写真", "Picture of the desk")
            />
        }
    });
    view! {
        <p class="row">
            <span class="soft">{at}</span>
            <Chip tone=tone text=answer />
            <span class="soft">{by}</span>
        </p>
        {reason}
        {open}
        {note}
        {photo}
    }
}

/// The checklist.
pub async fn show(req: &Req) -> Result<Reply> {
    let (lang, actor) = (req.lang, req.actor()?);
    let zone = req.services.config.zone;
    let place = workplaces::of(actor, &req.services, actor.id).await?;
    let title = lang.t("家の働く場所", "The place of work at home");
    Ok(Page::new(title, move || {
        let chosen: Vec<String> = place
            .iter()
            .flat_map(|place| &place.items)
            .map(|it| it.code().to_owned())
            .collect();
        let last = place.map(|place| {
            view! {
                <section class="card">
                    <h2>{lang.t("前に伝えたこと", "What you told last")}</h2>
                    {summary(lang, zone, &place)}
                </section>
            }
        });
        let options = WorkItem::ALL
            .map(|it| (it.code().to_owned(), item(lang, it).to_owned()))
            .to_vec();
        view! {
            <div class="read">
                {crumbs(
                    vec![
                        (
                            "/environment".to_owned(),
                            lang.t("家で働く用意", "Working from home").to_owned(),
                        ),
                    ],
                )} <h1>{title}</h1>
                <p>
                    {lang
                        .t(
                            "国の「自宅等でテレワークを行う際の作業環境チェック」をもとにした一覧です。整っていることに印を付けます。まだのことがあっても、送れます。",
                            "The list follows the ministry's checklist for those who work at home. Tick what is in order; you may send it with things still open.",
                        )}
                </p> {last} <form method="post" enctype="multipart/form-data" class="card">
                    <Choices
                        name="items"
                        label=lang.t("整っていること", "What is in order")
                        options=options
                        chosen=chosen
                        many=true
                    />
                    <TextArea
                        name="note"
                        label=lang
                            .t("伝えたいこと（なくてもよい）", "Anything to add (optional)")
                    />
                    {file_field(
                        "photo",
                        lang
                            .t(
                                "机の写真（送らなくてもよい。答えが出たら消します）",
                                "A picture of the desk (only if you like; deleted with the answer)",
                            ),
                        "image/*",
                    )}
                    <button class="go" name="do" value="tell">
                        {lang.t("教室に伝える", "Tell the classroom")}
                    </button>
                </form>
            </div>
        }
    })
    .into())
}

/// What may be done here. With nothing ticked there is still something to tell, but not without the press.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum WorkplaceAct {
    /// The classroom is told.
    Tell(WorkplaceForm),
}

/// Tells the classroom.
pub async fn submit(req: &Req, form: WorkplaceAct) -> Result<Reply> {
    let WorkplaceAct::Tell(form) = form;
    let photo = req.files.first().map(|file| (&*file.path, file.size));
    workplaces::tell(req.actor()?, &req.services, req.key(), form, photo).await?;
    Ok(Reply::flash(
        req,
        "/environment",
        "働く場所のことを、教室に伝えました。",
        "The classroom is told about your place of work.",
    ))
}
