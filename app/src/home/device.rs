//! `/device`: what waits on this device to be sent, and what a learner's own device keeps for reading without
//! a line (`assets/device.js`). It is kept itself.

use domain::Lang;
use leptos::prelude::*;
use server::Result;

use crate::web::{Page, Reply, Req};

/// The page.
pub async fn show(req: &Req) -> Result<Reply> {
    let lang = req.lang;
    let own = req.own_device().is_some();
    let waits = req.waiting.of(req.actor()?.id) > 0;
    let title = lang.t("この機械に残したもの", "What this device keeps");
    let page = Page::new(title, move || {
        let none = |words: &'static str| {
            view! {
                <p class="soft" data-none="">
                    {words}
                </p>
            }
        };
        view! {
            <div class="read">
                <h1>{title}</h1>
                {match own {
                    true => {
                        let words = lang
                            .t(
                                "このブラウザーには、ページを残せません。回線がないときに読むには、JavaScript が動いていること、アドレスが https で始まることが要ります。",
                                "This browser cannot keep pages. To read without a line, JavaScript must run, and the address must begin with https.",
                            );
                        view! {
                            <noscript>
                                <p class="tip">{words}</p>
                            </noscript>
                            <p class="tip" data-no-device="" hidden>
                                {words}
                            </p>
                        }
                            .into_any()
                    }
                    false => {
                        view! {
                            <p class="tip">
                                {lang
                                    .t(
                                        "回線がないときに読めるように残すのは、学ぶ人が「これは自分だけが使う機械です」に印を付けてサインインした機械だけです。ほかの人も使う機械には、何も残しません。",
                                        "Pages are kept for reading without a line only where a learner signed in and ticked “Only I use this device”. On a device that others use, too, nothing is kept.",
                                    )}
                            </p>
                        }
                            .into_any()
                    }
                }}
                {(!own).then(|| shared(lang, waits))}
                {own
                    .then(|| {
                        view! {
                            <div
                                class="stack"
                                hidden
                                data-device=""
                                data-cut=lang
                                    .t(
                                        "まだ全部は受け取っていません",
                                        "not all of it is here yet",
                                    )
                                data-remove=lang.t("消す", "Remove")
                                data-removed=lang.t("すべて消しました。", "All of it is removed.")
                                data-room=lang
                                    .t(
                                        "使っている場所: % ／ 使える場所: %",
                                        "Room used: %, of %",
                                    )
                            >
                                <section class="card" data-part="waiting">
                                    <h2>
                                        {lang
                                            .t("送るのを待っているもの: ", "Waiting to be sent: ")}
                                        <span data-count="">"0"</span>
                                    </h2>
                                    {none(
                                        lang
                                            .t(
                                                "ありません。入れたものは、ぜんぶ届いています。",
                                                "Nothing: all that you entered has arrived.",
                                            ),
                                    )}
                                    <ul class="stack"></ul>
                                </section>
                                <section class="card" data-part="courses">
                                    <h2>{lang.t("持ち帰ったコース", "Courses taken home")}</h2>
                                    {none(
                                        lang
                                            .t(
                                                "まだありません。コースのページの下で「このコースを持ち帰る」を押すと、回線がなくても全部読めます。",
                                                "None yet. Press “Take this course home” at the foot of a course's page, and all of it can be read without a line.",
                                            ),
                                    )}
                                    <ul class="stack"></ul>
                                    <a class="quiet" href="/courses">
                                        {lang.t("コースへ", "To the courses")}
                                    </a>
                                </section>
                                <section class="card" data-part="pages">
                                    <h2>{lang.t("読んだページ", "Pages that you read")}</h2>
                                    {none(lang.t("まだありません。", "None yet."))}
                                    <ul class="stack"></ul>
                                </section>
                                <section class="card">
                                    <h2>{lang.t("この機械の場所", "Room on this device")}</h2>
                                    <p data-part="room"></p>
                                    <p class="soft">
                                        {lang
                                            .t(
                                                "サインアウトすると、全部消えます。送るのを待っているものは、ここでは消えません。",
                                                "Signing out removes all of it. What waits to be sent is not removed here.",
                                            )}
                                    </p>
                                    <p data-part="said" role="status"></p>
                                    <button type="button" class="quiet danger" data-remove-all="">
                                        {lang
                                            .t(
                                                "残したものを、すべて消す",
                                                "Remove all that is kept",
                                            )}
                                    </button>
                                </section>
                            </div>
                        }
                    })}
                <p data-kept="" role="status"></p>
            </div>
        }
    });
    Ok(page.with_outbox().into())
}

/// What waits to be sent on a device that others use, too; the outbox itself fills the list.
fn shared(lang: Lang, waits: bool) -> AnyView {
    if !waits {
        let words = lang.t(
            "送るのを待っているものはありません。入れたものは、ぜんぶ届いています。",
            "Nothing waits to be sent: all that you entered has arrived.",
        );
        return view! { <p>{words}</p> }.into_any();
    }
    view! {
        <section class="banner soon" data-waiting="">
            <p>{lang.t("送るのを待っているもの:", "Waiting to be sent:")}</p>
            <ul></ul>
        </section>
    }
    .into_any()
}
